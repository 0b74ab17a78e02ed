"""./kkr: what it would install, what it passes on, and what it says when it cannot help."""

import json
import signal
import subprocess
import sys
import time
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

from tests.test_workshop import comes_true, ends

SCRIPT = Path(__file__).resolve().parent.parent / "kkr"


@pytest.fixture
def kkr():
    module = ModuleType("kkr")
    module.__file__ = str(SCRIPT)
    SourceFileLoader("kkr", str(SCRIPT)).exec_module(module)
    return module


@pytest.fixture
def handed_over(kkr, monkeypatch):
    """The commands that the script would have become, with their environments."""
    commands = []
    monkeypatch.setattr(kkr, "prepare", lambda level, markers=(): None)
    monkeypatch.setattr(
        kkr, "become", lambda command, env=None: commands.append((list(map(str, command)), env))
    )
    return commands


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 2),
        (["deploy"], 2),
        (["check", "it"], 2),
        (["demo", "127.0.0.1:8000", "now"], 2),
        (["--help"], 0),
    ],
)
def test_kkr_prints_usage_for_anything_unknown(arguments, status):
    done = subprocess.run([SCRIPT, *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == status
    assert done.stdout.startswith("usage: ./kkr demo")
    assert done.stderr == ""


@pytest.mark.parametrize(
    "address", ["nonsense", "127.0.0.1:port", "127.0.0.1:99999", "192.0.2.1:80"]
)
def test_demo_refuses_an_address_it_cannot_listen_on(address):
    done = subprocess.run([SCRIPT, "demo", address], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith(f"Cannot listen on {address}")
    assert "Traceback" not in done.stderr


def test_missing_packages_are_installed_directly_as_root(kkr):
    steps, message = kkr.plan_system_packages(
        ["libpango-1.0-0"], has_apt=True, is_root=True, has_sudo=False
    )
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]
    assert list(steps.values()) == [
        [*quiet, "update"],
        [*quiet, "install", "-y", "--no-install-recommends", "libpango-1.0-0"],
    ]
    assert message == ""


def test_missing_packages_are_installed_with_sudo_where_it_asks_nothing(kkr):
    steps, message = kkr.plan_system_packages(
        ["chromium"], has_apt=True, is_root=False, has_sudo=True
    )
    assert [command[:2] for command in steps.values()] == [["sudo", "-n"]] * 2
    assert message == ""


def test_missing_packages_without_rights_give_the_exact_line(kkr):
    steps, message = kkr.plan_system_packages(
        ["libpango-1.0-0", "python3.11-venv"], has_apt=True, is_root=False, has_sudo=False
    )
    assert steps == {}
    assert message.splitlines()[-1] == (
        "sudo apt-get update && sudo apt-get install -y --no-install-recommends "
        "libpango-1.0-0 python3.11-venv"
    )


def test_missing_packages_are_named_where_there_is_no_apt(kkr):
    steps, message = kkr.plan_system_packages(
        ["libpango-1.0-0"], has_apt=False, is_root=True, has_sudo=True
    )
    assert steps == {}
    assert "libpango-1.0-0" in message
    assert "apt-get" not in message


def test_script_stops_when_packages_are_missing_without_rights(kkr, monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))  # no sudo, no apt-get
    monkeypatch.setattr(kkr.ctypes.util, "find_library", lambda name: None)
    with pytest.raises(SystemExit, match=r"libpango.* libpangoft2.* libharfbuzz-subset0"):
        kkr.prepare(kkr.RUNTIME)


def test_programs_are_only_missed_by_the_tests_that_run_them(kkr, monkeypatch):
    installed = {*kkr.LIBRARIES}
    monkeypatch.setattr(kkr.ctypes.util, "find_library", lambda name: name in installed)
    monkeypatch.setattr(kkr.shutil, "which", lambda name: None)
    assert kkr.missing_packages("uv") == []
    assert kkr.missing_packages("uv", ["browser"]) == ["libatomic1", "chromium"]
    assert kkr.missing_packages("uv", ["office"]) == kkr.LIBREOFFICE
    assert kkr.missing_packages("uv", ["browser", "office"]) == [
        *("libatomic1", "chromium"),
        *kkr.LIBREOFFICE,
    ]


def test_programs_that_are_there_are_not_missed(kkr, monkeypatch):
    monkeypatch.setattr(kkr.ctypes.util, "find_library", lambda name: name)
    monkeypatch.setattr(kkr.shutil, "which", lambda name: f"/usr/bin/{name}")
    assert kkr.missing_packages("uv", ["browser", "office"]) == []


@pytest.mark.parametrize(
    ("arguments", "passed_on"),
    [
        ([], []),
        (["-k", "name", "tests/councils"], ["-k", "name", "tests/councils"]),
        (["-m", "browser", "-x"], ["-m", "browser", "-x"]),
        (["tests/e2e"], ["-m", "browser", "tests/e2e"]),
        (["-m", "office", "-x"], ["-m", "office", "-x"]),
        (["tests/office/test_safety.py"], ["-m", "office", "tests/office/test_safety.py"]),
        (["tests/e2e", "tests/office"], ["-m", "browser or office", "tests/e2e", "tests/office"]),
        (["-m", "not browser", "tests/e2e"], ["-m", "not browser", "tests/e2e"]),
    ],
)
def test_test_passes_its_arguments_to_pytest(kkr, handed_over, arguments, passed_on):
    kkr.test(*arguments)
    command, environment = handed_over[0]
    assert command == [str(kkr.PYTHON), "-m", "pytest", *passed_on]
    assert environment is None


@pytest.mark.parametrize(
    ("arguments", "level", "markers"),
    [
        ([], "DEV", []),
        (["-m", "browser"], "BROWSER", ["browser"]),
        (["tests/e2e"], "BROWSER", ["browser"]),
        (["-m", "office"], "DEV", ["office"]),
        (["tests/office"], "DEV", ["office"]),
        (["tests/e2e", "tests/office"], "BROWSER", ["browser", "office"]),
    ],
)
def test_test_installs_what_the_chosen_tests_need(
    kkr, handed_over, monkeypatch, arguments, level, markers
):
    prepared = []
    monkeypatch.setattr(kkr, "prepare", lambda *what: prepared.append(what))
    kkr.test(*arguments)
    assert prepared == [(getattr(kkr, level), markers)]


@pytest.mark.parametrize("marker", ["browser", "office"])
def test_marked_tests_are_where_the_script_looks_for_them(kkr, marker):
    files = [*(SCRIPT.parent / kkr.MARKERS[marker].folder).glob("test_*.py")]
    assert files
    assert [file for file in files if f"pytest.mark.{marker}" not in file.read_text()] == []


def test_every_marker_of_the_tests_is_one_that_the_script_knows(kkr, pytestconfig):
    named = [line.partition(":")[0] for line in pytestconfig.getini("markers")]
    assert set(kkr.MARKERS) <= set(named)
    configured = (SCRIPT.parent / "pyproject.toml").read_text()
    assert f'"-m", "{" and ".join(f"not {name}" for name in kkr.MARKERS)}"' in configured


def test_manage_works_on_the_demonstration_when_nothing_is_configured(
    kkr, handed_over, monkeypatch, tmp_path
):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("DEMO", raising=False)
    monkeypatch.setattr(kkr, "ROOT", tmp_path)
    kkr.manage("migrate", "--plan")
    command, environment = handed_over[0]
    assert command == [str(kkr.PYTHON), "manage.py", "migrate", "--plan"]
    assert environment["DEMO"] == "1"
    assert environment["DATABASE_URL"].endswith("/var/demo.sqlite3")


def test_manage_leaves_a_configured_portal_alone(kkr, handed_over, monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(kkr, "ROOT", tmp_path)
    (tmp_path / ".env").touch()
    kkr.manage("migrate")
    assert handed_over[0][1] is None


def test_a_failing_step_ends_with_its_status_and_its_output(kkr, capsys):
    with pytest.raises(SystemExit) as stopped:
        kkr.run("Trying", ["sh", "-c", "echo oh dear; exit 3"])
    assert stopped.value.code == 3
    assert capsys.readouterr().out == (
        "Trying ... failed\noh dear\nThis failed: sh -c 'echo oh dear; exit 3'\n"
    )


# --- The server and the worker -------------------------------------------------------------------

# Starts what is given to it like `./kkr demo`, but is less patient.
TOGETHER = f"""
import json, os, sys
from importlib.machinery import SourceFileLoader
from types import ModuleType
kkr = ModuleType("kkr")
kkr.__file__ = {str(SCRIPT)!r}
SourceFileLoader("kkr", kkr.__file__).exec_module(kkr)
kkr.PATIENCE, kkr.PAUSE = 0.5, 0.5
sys.exit(kkr.run_together(*json.loads(sys.argv[1]), dict(os.environ)))
"""
SERVE = "import time; time.sleep(60)"
IGNORE = "import signal; [signal.signal(n, signal.SIG_IGN) for n in (2, 15)]; "
LONG = 20  # seconds in which processes start or end, also on a busy machine


@pytest.fixture
def together(tmp_path):
    """Runs two programs; tells the script's process, and where each start of the two is written."""
    scripts = []

    def run(server: str, worker: str):
        starts = tmp_path / "server", tmp_path / "worker"
        note = "import os; print(os.getpid(), file=open({!r}, 'a'), flush=True); "
        commands = [
            [sys.executable, "-c", note.format(str(file)) + source]
            for file, source in zip(starts, (server, worker), strict=True)
        ]
        script = subprocess.Popen(
            [sys.executable, "-c", TOGETHER, json.dumps(commands)], stdout=subprocess.DEVNULL
        )
        scripts.append(script)
        assert comes_true(lambda: all(pids(file) for file in starts), LONG)
        return script, *starts

    yield run
    for script in scripts:
        script.kill()
        script.wait()


def pids(file: Path) -> list[int]:
    return [int(line) for line in file.read_text().split()] if file.exists() else []


@pytest.mark.parametrize("code", [0, 3])
def test_demo_ends_with_the_servers_code_and_ends_the_worker(together, code):
    script, _, worker = together(f"import sys, time; time.sleep(1); sys.exit({code})", SERVE)

    assert script.wait(LONG) == code
    assert ends(pids(worker)[0])


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_demo_that_is_stopped_ends_both(together, how):
    script, server, worker = together("import signal, time; " + STOPS_WELL, SERVE)
    time.sleep(0.5)

    script.send_signal(how)

    assert script.wait(LONG) == 0
    assert ends(pids(server)[0])
    assert ends(pids(worker)[0])
    assert len(pids(worker)) == 1


STOPS_WELL = "signal.signal(signal.SIGINT, lambda *told: exit(0)); time.sleep(60)"


def test_demo_that_is_stopped_does_not_wait_for_those_who_do_not_listen(together):
    script, server, worker = together(IGNORE + SERVE, IGNORE + SERVE)
    time.sleep(0.5)

    script.send_signal(signal.SIGINT)

    assert script.wait(LONG) == 128 + signal.SIGKILL
    assert ends(pids(server)[0])
    assert ends(pids(worker)[0])


def test_demo_that_is_killed_takes_both_with_it(together):
    script, server, worker = together(SERVE, SERVE)

    script.kill()

    assert ends(pids(server)[0])
    assert ends(pids(worker)[0])


def test_worker_that_dies_is_started_again_but_not_in_a_rush(together):
    script, server, worker = together(SERVE, "raise SystemExit(1)")

    time.sleep(3)

    assert 2 <= len(pids(worker)) <= 7
    assert len(pids(server)) == 1
    assert script.poll() is None


def test_demo_runs_the_server_and_the_worker_on_its_own_database(kkr, monkeypatch):
    ran = []
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@127.0.0.1/real")
    monkeypatch.setattr(kkr, "prepare", lambda level: None)
    monkeypatch.setattr(kkr, "run", lambda *step, **facts: None)
    monkeypatch.setattr(kkr, "run_together", lambda *what: ran.append(what) or 5)

    with pytest.raises(SystemExit) as ended:
        kkr.demo("127.0.0.1:0")

    server, worker, environment = ran[0]
    assert [str(server[0]), *server[1:4]] == [
        *(str(kkr.VENV / "bin" / "gunicorn"), "kkr_portal.wsgi", "--bind", "127.0.0.1:0"),
    ]
    assert [*map(str, worker)] == [str(kkr.PYTHON), "manage.py", "work"]
    assert environment["DATABASE_URL"].endswith("/var/demo.sqlite3")
    assert environment["PORTAL_URL"] == "http://127.0.0.1:0"
    assert ended.value.code == 5

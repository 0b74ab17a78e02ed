"""./kkr: what it would install, what it passes on, and what it says when it cannot help."""

import subprocess
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest

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
    monkeypatch.setattr(kkr, "prepare", lambda level: None)
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


def test_chromium_is_only_missed_by_the_browser_tests(kkr, monkeypatch):
    installed = {*kkr.LIBRARIES}
    monkeypatch.setattr(kkr.ctypes.util, "find_library", lambda name: name in installed)
    monkeypatch.setattr(kkr.shutil, "which", lambda name: None)
    assert kkr.missing_packages(kkr.DEV, uv="uv") == []
    assert kkr.missing_packages(kkr.BROWSER, uv="uv") == ["chromium", "libatomic1"]


@pytest.mark.parametrize(
    ("arguments", "passed_on"),
    [
        ([], []),
        (["-k", "name", "tests/councils"], ["-k", "name", "tests/councils"]),
        (["-m", "browser", "-x"], ["-m", "browser", "-x"]),
        (["tests/e2e"], ["-m", "browser", "tests/e2e"]),
    ],
)
def test_test_passes_its_arguments_to_pytest(kkr, handed_over, arguments, passed_on):
    kkr.test(*arguments)
    command, environment = handed_over[0]
    assert command == [str(kkr.PYTHON), "-m", "pytest", *passed_on]
    assert environment is None


@pytest.mark.parametrize(
    ("arguments", "level"),
    [([], "DEV"), (["-m", "browser"], "BROWSER"), (["tests/e2e"], "BROWSER")],
)
def test_test_installs_what_the_chosen_tests_need(kkr, handed_over, monkeypatch, arguments, level):
    levels = []
    monkeypatch.setattr(kkr, "prepare", levels.append)
    kkr.test(*arguments)
    assert levels == [getattr(kkr, level)]


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

"""The process in which papers are set: its limits, and what becomes of it when things go wrong."""

import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kkr_portal.workshop import Limit, LimitReached, Workshop
from tests import workshop_work as work

ROOT = Path(__file__).resolve().parent.parent
SOON = 30  # seconds in which everything here should be over, also on a busy machine


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """Where workshops keep what they write; those of processes that are killed here leave it."""
    folder = tmp_path / "folder"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def workshop():
    opened = Workshop(megabytes=1000)
    yield opened
    opened._close()


def is_there(pid: int) -> bool:
    """Whether the process runs; one that ended may wait for somebody to take note of it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ends(pid: int, seconds: float = SOON) -> bool:
    return comes_true(lambda: not is_there(pid), seconds)


def comes_true(condition, seconds: float = SOON) -> bool:
    latest = time.monotonic() + seconds
    while time.monotonic() < latest:
        if condition():
            return True
        time.sleep(0.02)
    return False


def is_busy(workshop) -> bool:
    if workshop._busy.acquire(blocking=False):
        workshop._busy.release()
        return False
    return True


def limit_of(workshop, function, *args, seconds: float = SOON) -> LimitReached:
    with pytest.raises(LimitReached) as reached:
        workshop.do(function, *args, seconds=seconds)
    return reached.value


def pid_in(file: Path) -> int:
    assert comes_true(lambda: file.exists() and file.read_text())
    return int(file.read_text())


# --- What it does --------------------------------------------------------------------------------


def test_work_is_done_in_another_process_that_stays(workshop):
    pid = workshop.do(work.pid, seconds=SOON)

    assert pid != os.getpid()
    assert [workshop.do(work.count, seconds=SOON) for _ in range(3)] == [1, 2, 3]
    assert workshop.do(work.pid, seconds=SOON) == pid


def test_large_things_go_there_and_come_back(workshop):
    thing = os.urandom(20_000_000)
    assert workshop.do(work.echo, thing, 7, seconds=SOON) == (thing, 7)


def test_it_has_imported_what_it_was_told_to():
    workshop = Workshop(megabytes=1000, preload=("wave",))
    assert workshop.do(work.loaded, "wave", seconds=SOON)
    assert not workshop.do(work.loaded, "aifc", seconds=SOON)
    workshop._close()


def test_it_finds_the_portal_wherever_it_is_opened(workshop, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert workshop.do(work.count, seconds=SOON) == 1


def test_it_knows_no_secrets(workshop, monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "hush")
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody:hush@127.0.0.1/portal")

    environment = workshop.do(work.environment, seconds=SOON)

    assert "hush" not in str(environment)
    assert environment["PATH"] == os.environ["PATH"]


def test_what_it_wrote_goes_with_it(workshop):
    folder = Path(workshop.do(work.environment, seconds=SOON)["TMPDIR"])
    assert folder.is_dir()

    limit_of(workshop, work.kill)

    assert not folder.exists()


def test_what_libraries_find_odd_does_not_reach_the_log(workshop, capfd):
    assert workshop.do(work.grumble, seconds=SOON) == "done"
    assert capfd.readouterr() == ("", "")


# --- What goes wrong in the work -----------------------------------------------------------------


def test_error_arrives_as_it_was_raised_and_tells_where(workshop):
    with pytest.raises(work.Complaint) as raised:
        workshop.do(work.complain, seconds=SOON)

    assert raised.value.args == ("too loud", 42)
    assert 'raise Complaint("too loud", 42)' in raised.value.__notes__[0]


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (work.complain_unsendably, "Unsendable('holds a lock')"),
        (work.complain_unreadably, "Unreadable('one and two')"),
        (work.interrupt, "KeyboardInterrupt()"),
        (work.leave, "SystemExit(3)"),
    ],
)
def test_error_that_cannot_arrive_is_told_in_words(workshop, function, said):
    with pytest.raises(RuntimeError) as raised:
        workshop.do(function, seconds=SOON)

    assert str(raised.value) == said
    assert function.__name__ in raised.value.__notes__[0]


def test_result_that_cannot_be_sent_is_an_error(workshop):
    with pytest.raises(TypeError, match="cannot pickle"):
        workshop.do(work.unsendable, seconds=SOON)


def test_errors_do_not_end_the_process(workshop):
    pid = workshop.do(work.pid, seconds=SOON)
    for function in (work.complain, work.leave, work.interrupt, work.unsendable):
        with pytest.raises((work.Complaint, RuntimeError, TypeError)):
            workshop.do(function, seconds=SOON)

    assert workshop.do(work.pid, seconds=SOON) == pid


def test_what_has_no_name_cannot_be_asked_for_and_harms_nothing(workshop):
    with pytest.raises(Exception, match=r"[Cc]an't pickle"):
        workshop.do(lambda: 1, seconds=SOON)
    assert workshop.do(work.count, seconds=SOON) == 1


# --- Limits --------------------------------------------------------------------------------------


def test_work_that_takes_too_long_is_ended(workshop, tmp_path):
    file = tmp_path / "pid"
    reached = limit_of(workshop, work.compute, str(file), seconds=1)

    assert reached.limit == Limit.TIME
    assert str(reached) == "it took too long"
    assert ends(pid_in(file))
    assert workshop.do(work.count, seconds=SOON) == 1


@pytest.mark.parametrize(
    ("function", "args", "limit"),
    [
        (work.allocate, [2000], Limit.MEMORY),
        (work.result_of, [480], Limit.MEMORY),  # fits once, not twice
        (work.dive, [], Limit.DEPTH),
    ],
)
def test_work_that_needs_too_much_is_given_up_and_the_next_begins_anew(
    workshop, function, args, limit
):
    pid = workshop.do(work.pid, seconds=SOON)

    assert limit_of(workshop, function, *args).limit == limit
    assert ends(pid)
    assert workshop.do(work.count, seconds=SOON) == 1


@pytest.mark.parametrize(
    ("function", "args", "cause"),
    [
        (work.crash, [], "SIGSEGV"),
        (work.kill, [], "SIGKILL"),
        (work.kill, [signal.SIGABRT], "SIGABRT"),
    ],
)
def test_death_in_the_middle_of_the_work_is_a_limit_that_says_so(workshop, function, args, cause):
    reached = limit_of(workshop, function, *args)

    assert reached.limit == Limit.LIFE
    assert str(reached) == f"its process died ({cause})"
    assert workshop.do(work.count, seconds=SOON) == 1


@pytest.mark.parametrize("watch", [None, lambda: None])
def test_process_that_stands_still_costs_no_more_than_the_time(workshop, watch):
    """It does not even read what it is to do, which is more than a pipe holds."""
    pid = workshop.do(work.pid, seconds=SOON)
    os.kill(pid, signal.SIGSTOP)

    with pytest.raises(LimitReached, match="too long"):
        workshop.do(work.echo, b"x" * 5_000_000, seconds=1, watch=watch)

    assert ends(pid)
    assert workshop.do(work.count, seconds=SOON) == 1


def test_process_that_stands_still_can_be_given_up_by_whoever_watches(workshop):
    def watch():
        raise Unwanted

    os.kill(workshop.do(work.pid, seconds=SOON), signal.SIGSTOP)
    with pytest.raises(Unwanted):
        workshop.do(work.echo, b"x" * 5_000_000, seconds=SOON, watch=watch)


def test_process_that_is_stuck_before_it_begins_is_ended(monkeypatch, tmp_path):
    stuck = Workshop(megabytes=1000, preload=("tests.workshop_stuck",))
    pids = tmp_path / "pid"
    monkeypatch.setenv("HOME", str(pids))  # one of the few things that it is told
    with pytest.raises(LimitReached, match="too long"):
        stuck.do(work.echo, b"x" * 5_000_000, seconds=3)
    assert ends(pid_in(pids))


def test_log_tells_where_a_library_crashed(workshop, capfd):
    limit_of(workshop, work.crash)
    assert "in crash" in capfd.readouterr().err


def test_process_that_was_killed_while_it_rested_is_replaced(workshop):
    pid = workshop.do(work.pid, seconds=SOON)
    os.kill(pid, signal.SIGKILL)
    assert ends(pid)

    assert workshop.do(work.pid, seconds=SOON) != pid


def test_memory_too_small_to_begin_with_is_a_limit(capfd):
    workshop = Workshop(megabytes=50, preload=("weasyprint",))
    assert limit_of(workshop, work.count).limit == Limit.LIFE


def test_process_that_needed_much_gives_it_back(workshop):
    light, _ = workshop.do(work.allocate, 300, seconds=SOON)
    heavy, _ = workshop.do(work.allocate, 700, seconds=SOON)

    assert light == heavy
    assert ends(heavy)
    assert workshop.do(work.pid, seconds=SOON) != heavy


def test_work_right_after_a_heavy_one_never_meets_the_process_that_is_ending(workshop):
    for _ in range(5):
        workshop.do(work.allocate, 700, seconds=SOON)
        assert workshop.do(work.count, seconds=SOON) == 1


def test_process_is_not_blamed_for_the_memory_of_the_one_that_opened_it(tmp_path):
    said = subprocess.run(
        [sys.executable, "-c", OPENED_BY_A_LARGE_ONE],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said == "[1, 2]\n"


OPENED_BY_A_LARGE_ONE = """
from kkr_portal.workshop import Workshop
from tests import workshop_work as work
much = b"x" * 800_000_000
workshop = Workshop(megabytes=1000)
print([workshop.do(work.count, seconds=10) for _ in range(2)])
"""

# --- Who watches ---------------------------------------------------------------------------------


class Unwanted(Exception):
    pass


def test_watch_ends_the_work(workshop, tmp_path):
    looks = []

    def watch():
        looks.append(time.monotonic())
        if len(looks) == 3:
            raise Unwanted

    file = tmp_path / "pid"
    with pytest.raises(Unwanted):
        workshop.do(work.sleep, 60, str(file), seconds=60, watch=watch)

    assert ends(pid_in(file))
    assert looks[1] - looks[0] > 0.4
    assert workshop.do(work.count, seconds=SOON) == 1


def test_watch_does_not_lengthen_the_time(workshop):
    began = time.monotonic()
    with pytest.raises(LimitReached, match="too long"):
        workshop.do(work.sleep, 60, seconds=0.7, watch=lambda: None)
    assert time.monotonic() - began < SOON


def test_watch_ends_the_wait_for_others_and_leaves_them_alone(workshop):
    def watch():
        raise Unwanted

    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(workshop.do, work.sleep, 2, seconds=SOON)
        assert comes_true(lambda: is_busy(workshop))
        with pytest.raises(Unwanted):
            workshop.do(work.pid, seconds=SOON, watch=watch)
        assert not other.done()
        assert other.result() == workshop.do(work.pid, seconds=SOON)


# --- Several who ask -----------------------------------------------------------------------------


def test_threads_take_turns_and_each_gets_its_own_answer(workshop):
    with ThreadPoolExecutor(4) as threads:
        answers = threads.map(lambda n: workshop.do(work.echo, n, seconds=SOON), range(40))
        assert list(answers) == [(n,) for n in range(40)]


def test_thread_waits_no_longer_than_its_own_time(workshop):
    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(workshop.do, work.sleep, 3, seconds=SOON)
        assert comes_true(lambda: is_busy(workshop))
        assert limit_of(workshop, work.pid, seconds=0.5).limit == Limit.TURN
        other.result()


def test_turn_is_kept_for_more_than_one_thing(workshop):
    with ThreadPoolExecutor(1) as threads:
        with workshop.turn(SOON):
            other = threads.submit(workshop.do, work.count, seconds=SOON)
            assert [workshop.do(work.count, seconds=SOON) for _ in range(2)] == [1, 2]
            assert not other.done()
        assert other.result() == 3


def test_failure_of_one_does_not_reach_the_one_that_waits(workshop):
    with ThreadPoolExecutor(1) as threads:
        other = threads.submit(limit_of, workshop, work.sleep, 60, seconds=1)
        assert comes_true(lambda: is_busy(workshop))
        assert workshop.do(work.count, seconds=SOON) == 1
        assert other.result().limit == Limit.TIME


# --- Copies and ends -----------------------------------------------------------------------------


def run_apart(source: str) -> subprocess.Popen:
    """A process of its own with a workshop in `workshop`."""
    begin = (
        "import os, signal, sys, threading, time\n"
        # What runs in the background may have been told to mind no interruption.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "from kkr_portal.workshop import Workshop\n"
        "from tests import workshop_work as work\n"
        "workshop = Workshop(megabytes=1000)\n"
    )
    command = [sys.executable, "-W", "error", "-c", begin + source]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, cwd=ROOT, text=True, **pipes)


def test_copy_of_the_process_opens_a_workshop_of_its_own():
    apart = run_apart("""
theirs = workshop.do(work.pid, seconds=10)
if os.fork() == 0:
    own = workshop.do(work.pid, seconds=10)
    print("copy", own != theirs)
    sys.exit()
os.wait()
print("first", workshop.do(work.pid, seconds=10) == theirs)
""")
    assert apart.communicate(timeout=60) == ("copy True\nfirst True\n", "")


def test_copy_made_while_another_thread_is_served_does_not_wait_for_it(tmp_path):
    file = tmp_path / "pid"
    apart = run_apart(f"""
def serve():
    print("first", workshop.do(work.sleep, 2, {str(file)!r}, seconds=10) != os.getpid())
thread = threading.Thread(target=serve)
thread.start()
while not os.path.exists({str(file)!r}):
    time.sleep(0.01)
if os.fork() == 0:
    print("copy", workshop.do(work.count, seconds=1), flush=True)
    os._exit(0)
os.wait()
thread.join()
""")
    assert apart.communicate(timeout=60) == ("copy 1\nfirst True\n", "")


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_it_ends_with_the_process_that_opened_it_also_in_the_middle_of_work(how, tmp_path):
    file = tmp_path / "pid"
    apart = run_apart(f"workshop.do(work.compute, {str(file)!r}, seconds=600)")
    pid = pid_in(file)
    assert is_there(pid)

    apart.send_signal(how)

    apart.communicate(timeout=SOON)
    assert ends(pid)


def test_it_ends_also_where_a_copy_of_that_process_lives_on(tmp_path):
    file, copy = tmp_path / "pid", tmp_path / "copy"
    apart = run_apart(f"""
thread = threading.Thread(target=workshop.do, args=(work.compute, {str(file)!r}),
                          kwargs=dict(seconds=600))
thread.start()
while not os.path.exists({str(file)!r}):
    time.sleep(0.01)
if os.fork() == 0:
    open({str(copy)!r}, "w").write(str(os.getpid()))
    time.sleep(60)
    os._exit(0)
time.sleep(60)
""")
    pid, copied = pid_in(file), pid_in(copy)
    apart.kill()
    apart.wait()
    try:
        assert ends(pid)
        assert is_there(copied)
    finally:
        os.kill(copied, signal.SIGKILL)
        apart.communicate()


def test_it_goes_on_when_a_service_manager_tells_all_processes_to_end(workshop, tmp_path):
    file = tmp_path / "pid"
    with ThreadPoolExecutor(1) as threads:
        work_on = threads.submit(workshop.do, work.sleep, 1, str(file), seconds=SOON)
        os.kill(pid_in(file), signal.SIGTERM)
        assert work_on.result() == pid_in(file)


def test_it_leaves_nothing_behind_when_all_goes_well(tmp_path):
    apart = run_apart("""
environment = workshop.do(work.environment, seconds=10)
print(workshop.do(work.pid, seconds=10), environment["TMPDIR"])
""")
    said, errors = apart.communicate(timeout=60)
    pid, folder = said.split()
    assert errors == ""
    assert ends(int(pid))
    assert not Path(folder).exists()


def test_what_a_process_that_was_killed_left_behind_goes_with_the_next_workshop(workshop, folder):
    apart = run_apart("print(workshop.do(work.pid, seconds=10), flush=True); time.sleep(60)")
    apart.stdout.readline()
    office = folder / f"bilag-{apart.pid}-abc"
    office.mkdir()
    others = [folder / "bilag-abc", folder / f"bilag-{os.getpid()}-abc", folder / "ours-1-abc"]
    for other in others:
        other.mkdir()
    apart.kill()
    apart.communicate()
    left = set(folder.iterdir()) - set(others)
    assert len(left) == 2

    own = Path(workshop.do(work.environment, seconds=SOON)["TMPDIR"])

    assert set(folder.iterdir()) == {*others, own}


def test_it_ends_by_itself_when_nobody_ends_it(tmp_path):
    """The last resort: whoever asked is there, but stands still."""
    file = tmp_path / "pid"
    apart = run_apart(f"workshop.do(work.compute, {str(file)!r}, seconds=1)")
    pid = pid_in(file)
    apart.send_signal(signal.SIGSTOP)
    try:
        assert ends(pid, 15)
    finally:
        apart.kill()
        apart.communicate()


def test_threads_that_end_do_not_take_it_with_them(workshop):
    """A developer's server has a thread for each request."""
    pids = []
    for _ in range(2):
        thread = threading.Thread(target=lambda: pids.append(workshop.do(work.pid, seconds=SOON)))
        thread.start()
        thread.join()
    assert pids[0] == pids[1]

"""The commands for other programs: a line in, a line out, and no database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[2]
COUNCIL = {
    "municipalities": 5,
    "votes": {"Ø": 60, "B": 40},
    "valid_votes": 100,
    "represented": ["Ø", "B"],
    "mayors": {"Ø": 1},
}
ELECTION = {"votes": {"A": 60, "Ø": 50, "C": 20}, "alliances": [["Ø", "C"]]}


def as_lines(*values: Any) -> bytes:
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)


def run(
    command: str, *arguments: str, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess:
    """The command in a process of its own, with a database that nobody can reach."""
    return subprocess.run(
        [sys.executable, "manage.py", command, *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere",
            **environment,
        },
        input=given,
        capture_output=True,
        check=False,
    )


def answers(process: subprocess.CompletedProcess) -> list[Any]:
    return [json.loads(line) for line in process.stdout.decode().splitlines()]


def called(command: str, file: Path) -> tuple[list[Any], str]:
    """What the command prints on both streams, in this process."""
    out, err = io.StringIO(), io.StringIO()
    call_command(command, str(file), stdout=out, stderr=err)
    return [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_composition_is_computed_from_standard_input_without_a_database():
    process = run("compute_composition", given=as_lines(COUNCIL))

    assert (process.returncode, process.stderr) == (0, b"")
    [answer] = answers(process)
    assert (answer["complete"], answer["seats"]) == (True, {"Ø": 1, "B": 1})


def test_leadership_is_computed_from_standard_input_without_a_database():
    process = run("elect_leadership", "-", given=as_lines(ELECTION))

    assert (process.returncode, process.stderr) == (0, b"")
    [answer] = answers(process)
    assert (answer["chair"], answer["vice_chair"]) == ("Ø", "A")


def test_output_is_utf8_when_the_system_speaks_only_ascii():
    plain = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    process = run("elect_leadership", given=as_lines(ELECTION), **plain)

    assert process.returncode == 0
    assert '"chair":"Ø"'.encode() in process.stdout


def test_output_is_the_same_bytes_in_every_run():
    first, second = (
        run("compute_composition", given=as_lines(COUNCIL), PYTHONHASHSEED=seed) for seed in "12"
    )

    assert first.stdout == second.stdout != b""


def test_bad_lines_have_an_error_in_their_place_and_the_rest_goes_on():
    given = b"\n".join(
        [
            b"\xef\xbb\xbf" + as_lines(ELECTION).strip(),
            b"",
            b"not json",
            b"  \t\r",
            b'{"votes":{"A":\xff}}',
            b'{"votes":{"A":' + b"9" * 5000 + b"}}",
            b"[" * 200_000,
            b'{"votes":{"A":3.0}}',
            as_lines(ELECTION).strip() + b"\r",
        ]
    )
    process = run("elect_leadership", given=given)

    assert process.returncode == 1
    assert process.stderr == b"CommandError: Lines that could not be computed: 5.\n"
    first, *bad, last = answers(process)
    assert first == last
    assert [answer["line"] for answer in bad] == [3, 5, 6, 7, 8]
    assert [answer["error"].split(":")[0] for answer in bad] == [
        "This is not JSON",
        "Byte 15 is not UTF-8.",
        "A number has too many digits.",
        "The values are nested too deeply.",
        "votes",
    ]


def test_byte_order_mark_is_passed_over_where_each_of_two_files_begins():
    marked = b"\xef\xbb\xbf" + as_lines(ELECTION)
    process = run("elect_leadership", given=marked + marked)

    assert [answer["chair"] for answer in answers(process)] == ["Ø", "Ø"]


def test_each_answer_is_there_before_the_next_line_is_asked_for():
    process = subprocess.Popen(
        [sys.executable, "manage.py", "elect_leadership"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    # An answer that waits for more input would wait forever.
    watchdog = Timer(20, process.kill)
    watchdog.start()
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2):
            process.stdin.write(as_lines(ELECTION))
            process.stdin.flush()
            assert '"chair":"Ø"'.encode() in process.stdout.readline()
        process.stdin.close()
    watchdog.cancel()
    assert process.returncode == 0


def test_reader_that_leaves_early_causes_no_traceback():
    process = subprocess.Popen(
        [sys.executable, "manage.py", "elect_leadership"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, stderr = process.communicate(as_lines(*[ELECTION] * 50))

    assert (process.returncode, stderr) == (0, b"")


@pytest.mark.parametrize("command", ["compute_composition", "elect_leadership"])
@pytest.mark.parametrize(("name", "why"), [("none", "No such file"), (".", "Is a directory")])
def test_file_that_cannot_be_read_is_named(command: str, name: str, why: str, tmp_path: Path):
    process = run(command, str(tmp_path / name))

    assert process.returncode == 2
    assert process.stdout == b""
    assert process.stderr.decode().startswith(f"CommandError: {tmp_path / name} cannot be read")
    assert why in process.stderr.decode()


def test_file_is_read_and_nothing_in_it_gives_nothing(tmp_path: Path):
    empty, council = tmp_path / "empty", tmp_path / "council"
    empty.write_bytes(b"\n\n")
    council.write_bytes(as_lines(COUNCIL).rstrip())

    assert called("compute_composition", empty) == ([], "")
    [answer], warnings = called("compute_composition", council)
    assert (answer["size"], warnings) == (2, "")


def test_unknown_field_is_named_and_ignored(tmp_path: Path):
    file = tmp_path / "file"
    file.write_bytes(b"\n" + as_lines(COUNCIL | {"votes_cast": 1, "Årstal": 2021}))

    [answer], warnings = called("compute_composition", file)
    assert answer["complete"] is True
    assert warnings == (
        "Line 2: the field 'votes_cast' was ignored.\nLine 2: the field 'Årstal' was ignored.\n"
    )


def test_field_of_the_other_command_is_ignored_too(tmp_path: Path):
    file = tmp_path / "file"
    file.write_bytes(as_lines(ELECTION | {"mayors": {}}))

    [answer], warnings = called("elect_leadership", file)
    assert (answer["chair"], warnings) == ("Ø", "Line 1: the field 'mayors' was ignored.\n")


def test_half_a_surrogate_pair_is_written_as_it_came(tmp_path: Path):
    file = tmp_path / "file"
    file.write_bytes(b'{"votes":{"\\ud800":3,"A":2}}\n')

    [answer], _ = called("elect_leadership", file)
    assert answer["chair"] == "\ud800"


def test_bad_line_is_an_error_of_the_whole_call(tmp_path: Path):
    file = tmp_path / "file"
    file.write_bytes(b"{}\n")

    with pytest.raises(CommandError, match="could not be computed: 1") as caught:
        called("elect_leadership", file)
    assert caught.value.returncode == 1

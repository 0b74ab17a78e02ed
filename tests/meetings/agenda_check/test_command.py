"""The command for other programs: an agenda in, findings out, and no database."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parents[3]
SEED_LIKE = Path(__file__).parent / "seed_like.json"
SMALLEST = {
    "council": "midtjylland",
    "kind": "ordinary",
    "starts_at": "2022-03-23T10:00",
    "items": [],
}
ITEM = {
    "number": "1.1",
    "title": "Mødeplan",
    "case_number": "SAG-2022-1",
    "initials": "abc",
    "recommendation": "<p>Det indstilles, at KKR Midtjylland godkender mødeplanen.</p>",
    "background": "<p>Rådet mødes 5 gange.</p>",
    "presentation": "<p>Møderne holdes i Viborg.</p>",
}


def run(*arguments: str, given: bytes = b"", **environment: str) -> subprocess.CompletedProcess:
    """The command in a process of its own, with a database that nobody can reach."""
    return subprocess.run(
        [sys.executable, "manage.py", "check_agenda", *arguments],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "SECRET_KEY": "only-for-this-test",
            "DATABASE_URL": "postgres://nobody:nothing@127.0.0.1:1/nowhere",
            **environment,
        },
        input=given,
        capture_output=True,
        check=False,
    )


def called(file: Path) -> tuple[int, list[dict[str, Any]], str]:
    """Exit status and what is printed on both streams, in this process."""
    out, err = io.StringIO(), io.StringIO()
    status = 0
    try:
        call_command("check_agenda", str(file), stdout=out, stderr=err)
    except SystemExit as ended:
        status = ended.code
    return status, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def written(folder: Path, **changes: Any) -> Path:
    file = folder / "agenda.json"
    file.write_text(json.dumps({**SMALLEST, **changes}), encoding="utf-8")
    return file


def refused(file: Path) -> str:
    """What the command says about a file it cannot read."""
    with pytest.raises(CommandError) as refusal:
        call_command("check_agenda", str(file), stdout=io.StringIO())
    assert refusal.value.returncode == 2
    return str(refusal.value)


def test_findings_are_printed_one_a_line_from_standard_input_without_a_database():
    process = run(given=SEED_LIKE.read_bytes())

    assert (process.returncode, process.stderr) == (1, b"")
    found = [json.loads(line) for line in process.stdout.decode().splitlines()]
    assert [(f["item"], f["severity"]) for f in found] == [
        ("1.1", "red"),
        ("1.1", "red"),
        ("1.2", "yellow"),
        ("1.6", "yellow"),
        ("1.6", "red"),
        ("1.7", "red"),
        ("1.8", "yellow"),
        ("1.10", "yellow"),
        ("1.10", "yellow"),
    ]
    assert found[0] == {
        "rule": "template_text",
        "severity": "red",
        "item": "1.1",
        "field": "recommendation",
        "excerpt": "Her skrives indstillingen",
        "message": (
            "»Her skrives indstillingen« står stadig i Indstilling. Det er tekst, der skal skiftes"
            " ud. Skriv den rigtige tekst, eller slet den."
        ),
    }


def test_output_is_utf8_when_the_system_speaks_only_ascii():
    process = run("-", given=SEED_LIKE.read_bytes(), LC_ALL="C", PYTHONUTF8="0")

    assert "»Her skrives".encode() in process.stdout


def test_unreadable_input_ends_with_2_and_says_why():
    process = run(given=b"{")

    assert (process.returncode, process.stdout) == (2, b"")
    assert process.stderr.decode() == (
        "CommandError: This is not JSON: Expecting property name enclosed in double quotes at line"
        " 1, column 2.\n"
    )


def test_agenda_in_order_prints_nothing(tmp_path):
    assert called(written(tmp_path, items=[ITEM])) == (0, [], "")


def test_yellow_findings_alone_end_with_0(tmp_path):
    status, found, _err = called(written(tmp_path, items=[{**ITEM, "initials": None}]))

    assert (status, [f["rule"] for f in found]) == (0, ["missing_initials"])


def test_time_left_is_checked_only_when_the_file_says_now(tmp_path):
    _status, found, _err = called(written(tmp_path, now="2022-03-20T12:00+01:00"))

    assert [f["rule"] for f in found] == ["little_time_to_read"]


def test_term_follows_from_the_day_of_the_meeting(tmp_path):
    plan = {**ITEM, "background": "<p>Plan for 2022-2026.</p>"}
    file = written(tmp_path, starts_at="2026-03-18T10:00", items=[plan])

    assert [f["rule"] for f in called(file)[1]] == ["old_term"]


def test_day_of_the_meeting_is_the_danish_one(tmp_path):
    plan = {**ITEM, "background": "<p>Plan for 2022-2026.</p>"}
    file = written(tmp_path, starts_at="2025-12-31T23:30+00:00", items=[plan])

    assert "old_term" in [f["rule"] for f in called(file)[1]]


def test_unknown_field_is_ignored_with_a_warning(tmp_path):
    items = [{**ITEM, "decision": "", "attachments": [{"title": "Plan", "size": 3}]}]
    status, found, err = called(written(tmp_path, items=items, place="Viborg"))

    assert (status, [f["rule"] for f in found]) == (0, ["attachment_without_mark"])
    assert err.splitlines() == [
        "The field 'place' was ignored.",
        "The field 'items[0].decision' was ignored.",
        "The field 'items[0].attachments[0].size' was ignored.",
    ]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"council": "jylland"}, ("council: This must be one of hovedstaden, sjaelland, syddanmark,"
         " midtjylland, nordjylland.")),
        ({"council": ["midtjylland"]}, "council: This must be text, not an array."),
        ({"kind": "usual"}, "kind: This must be one of constituent, ordinary, extraordinary."),
        ({"starts_at": "19. januar"}, "starts_at: This must be a time such as 2022-01-19T10:30."),
        ({"starts_at": 2022}, "starts_at: This must be text, not a number."),
        ({"starts_at": "0001-01-01"}, "starts_at: The year must lie between 1970 and 2199."),
        ({"now": True}, "now: This must be text, not true."),
        ({"items": {}}, "items: This must be an array, not an object."),
        ({"items": ["x"]}, "items[0]: This must be an object, not text."),
        ({"items": [{"title": "x"}]}, "items[0].number: The field is missing."),
        ({"items": [ITEM, {**ITEM, "title": 3}]},
         "items[1].title: This must be text, not a number."),
        ({"items": [{**ITEM, "closed": "no"}]},
         "items[0].closed: This must be true or false, not text."),
        ({"items": [{**ITEM, "attachments": "x"}]},
         "items[0].attachments: This must be an array, not text."),
        ({"items": [{**ITEM, "attachments": [{"closed": True}]}]},
         "items[0].attachments[0].title: The field is missing."),
        ({"items": [{**ITEM, "attachments": [{"title": "x", "closed": 1}]}]},
         "items[0].attachments[0].closed: This must be true or false, not a number."),
    ],
)  # fmt: skip
def test_wrong_value_is_refused_by_the_name_of_its_field(tmp_path, changes, complaint):
    assert refused(written(tmp_path, **changes)) == complaint


@pytest.mark.parametrize("field", sorted(SMALLEST))
def test_missing_field_is_refused_by_its_name(tmp_path, field):
    file = written(tmp_path)
    values = {key: value for key, value in SMALLEST.items() if key != field}
    file.write_text(json.dumps(values), encoding="utf-8")

    assert refused(file) == f"{field}: The field is missing."


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b"[]", "This must be a JSON object, not an array."),
        (b'{"kind": "\xe6"}', "Byte 11 is not UTF-8."),
        (b'{"kind": 1, "kind": 2}', "kind: This occurs more than once in the same object."),
        (b'{"now": NaN}', "NaN is not a number in JSON."),
        (b"[" * 100_000, "The values are nested too deeply."),
        (b'{"now": ' + b"1" * 5000 + b"}", "A number has too many digits."),
        (b"", "This is not JSON: Expecting value at line 1, column 1."),
    ],
)
def test_file_that_is_no_agenda_is_refused(tmp_path, content, complaint):
    file = tmp_path / "agenda.json"
    file.write_bytes(content)

    assert refused(file) == complaint


def test_file_with_a_byte_order_mark_is_read(tmp_path):
    file = written(tmp_path)
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())

    assert called(file) == (0, [], "")


def test_half_a_surrogate_pair_is_printed_as_json_writes_it(tmp_path):
    file = written(tmp_path, items=[{**ITEM, "background": "<p>(\ud800</p>"}])

    assert [f["excerpt"] for f in called(file)[1]] == ["(\ud800"]


def test_file_that_is_not_there_is_refused_by_its_name(tmp_path):
    file = tmp_path / "nowhere.json"

    assert refused(file) == f"{file} cannot be read: No such file or directory."

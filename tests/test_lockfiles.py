"""The pinned requirements: complete, alike in all three files, and free of anybody's registry."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ["requirements.txt", "requirements-dev.txt", "requirements-browser.txt"]
SOURCES = ["requirements.in", "requirements-dev.in", "requirements-browser.in"]


def requirements(lock):
    """One string per distribution, with its hashes, continuation lines joined."""
    text = (ROOT / lock).read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line and not line.lstrip().startswith("#")]


def versions(lock):
    return dict(line.split()[0].split("==") for line in requirements(lock))


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_pinned_with_hashes(lock):
    pinned = re.compile(r"[a-z0-9-]+==[a-z0-9.]+( ; \S.*?)?(\s+--hash=sha256:[0-9a-f]{64})+")
    assert [line for line in requirements(lock) if not pinned.fullmatch(line)] == []


@pytest.mark.parametrize("name", [*LOCKS, *SOURCES])
def test_requirements_name_no_registry_and_no_local_path(name):
    # The options may stand in the comment that says how a file was made, their values nowhere.
    foreign = re.compile(
        r"://|--(extra-)?index-url\b|--find-links\b|--trusted-host|(^|[\s=])[/~]\w"
    )
    lines = (ROOT / name).read_text().splitlines()
    assert [line for line in lines if foreign.search(line)] == []


@pytest.mark.parametrize(("smaller", "larger"), [(LOCKS[0], LOCKS[1]), (LOCKS[1], LOCKS[2])])
def test_each_lock_holds_the_one_before_it(smaller, larger):
    assert versions(smaller).items() <= versions(larger).items()


@pytest.mark.parametrize(("source", "lock"), list(zip(SOURCES, LOCKS, strict=True)))
def test_locks_follow_their_sources(source, lock):
    asked = re.findall(
        r"^([a-z0-9-]+)(?:\[.*\])?==(\S+)", (ROOT / source).read_text(), re.MULTILINE
    )
    assert asked
    assert dict(asked).items() <= versions(lock).items()

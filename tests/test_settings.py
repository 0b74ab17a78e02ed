"""The settings as a new process reads them from its environment."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def started(expression: str, **environment: str) -> subprocess.CompletedProcess:
    """A new process that prints what `expression` is with these settings, and no `.env` file."""
    code = (
        "import environ, json; environ.Env.read_env = lambda *_: None\n"
        "from kkr_portal import settings\n"
        f"print(json.dumps(({expression}), default=str))"
    )
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def setting(expression: str, **environment: str):
    process = started(f"settings.{expression}", **{"SECRET_KEY": "hemmelig"} | environment)
    assert process.stderr == ""
    return json.loads(process.stdout)


@pytest.mark.parametrize("environment", [{}, {"DEBUG": "1"}, {"DEMO": "0"}])
def test_portal_does_not_start_without_a_secret_key(environment):
    process = started("settings.SECRET_KEY", **environment)

    assert process.returncode == 1
    assert "Set the SECRET_KEY environment variable" in process.stderr


def test_demonstration_starts_without_a_secret_key_and_stands_still():
    process = started("[settings.SECRET_KEY != '', settings.PORTAL_DATE]", DEMO="1")

    assert (process.stderr, json.loads(process.stdout)) == ("", [True, "2022-01-12"])


@pytest.mark.parametrize(
    ("environment", "is_debug", "is_https"),
    [({}, False, True), ({"DEMO": "1"}, False, False), ({"DEBUG": "1"}, True, False)],
)
def test_portal_speaks_https_and_hides_errors_unless_told_otherwise(
    environment, is_debug, is_https
):
    said = setting(
        "DEBUG, settings.SECURE_SSL_REDIRECT, settings.SESSION_COOKIE_SECURE,"
        " settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0, settings.PORTAL_DATE",
        **environment,
    )
    day = "2022-01-12" if "DEMO" in environment else None
    assert said == [is_debug, *[is_https] * 4, day]


def test_sqlite_lets_writers_wait_for_each_other():
    database = setting("DATABASES['default']")

    assert database["NAME"] == f"{ROOT}/var/portal.sqlite3"
    assert database["OPTIONS"] == {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }


def test_postgresql_keeps_a_pool_of_connections():
    database = setting("DATABASES['default']", DATABASE_URL="postgres://kkr@db.example/portal")

    assert (database["HOST"], database["NAME"]) == ("db.example", "portal")
    assert database["OPTIONS"] == {"pool": {"min_size": 1, "max_size": 4, "timeout": 10}}

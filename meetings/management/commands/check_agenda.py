"""The rule check of an agenda for other programs, without the portal's database."""

import json
import os
import sys
from pathlib import Path
from typing import ClassVar

from django.core.management.base import BaseCommand, CommandError

from meetings.agenda_check import Finding, Severity, check, json_input

BYTE_ORDER_MARK = b"\xef\xbb\xbf"
SHOWN = ("rule", "severity", "item", "field", "excerpt", "message")


class Command(BaseCommand):
    help = (
        "Check an agenda before it goes out: prints one finding per line as JSON. The exit status"
        " is 0 without red findings, 1 with, 2 when the file cannot be read."
    )
    # A check needs neither pages nor a database, so nothing of them is checked.
    requires_system_checks: ClassVar = []

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            nargs="?",
            default="-",
            help="one agenda as JSON in UTF-8; standard input when left out or -",
        )

    def handle(self, *, file: str, **options) -> None:
        try:
            values = json_input.parse(self._read(file))
            agenda = json_input.agenda(values)
        except json_input.BadInput as error:
            raise CommandError(str(error), returncode=2) from error
        for field in json_input.unknown_fields(values):
            self.stderr.write(f"The field {field!r} was ignored.")
        findings = check(agenda)
        try:
            for finding in findings:
                self._print(finding)
        except BrokenPipeError:
            self._stop_writing()
        if any(finding.severity is Severity.RED for finding in findings):
            # No CommandError: a red finding is an answer, not a failure to give one.
            sys.exit(1)

    def _read(self, file: str) -> str:
        if file == "-":
            if sys.stdin is None:
                raise CommandError("There is no standard input to read.", returncode=2)
            content = sys.stdin.buffer.read()
        else:
            try:
                content = Path(file).read_bytes()
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or error
                raise CommandError(f"{file} cannot be read: {why}.", returncode=2) from error
        try:
            return content.removeprefix(BYTE_ORDER_MARK).decode()
        except UnicodeDecodeError as error:
            raise json_input.BadInput("", f"Byte {error.start + 1} is not UTF-8.") from None

    def _print(self, finding: Finding) -> None:
        """One line of UTF-8, whatever the terminal's language, and at once."""
        values = {name: getattr(finding, name) for name in SHOWN}
        # Half a surrogate pair has no UTF-8; with a backslash it is JSON's own way to write it.
        text = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
        line = f"{text}\n".encode(errors="backslashreplace")
        binary = getattr(self.stdout, "buffer", None)
        if binary is None:
            self.stdout.write(line.decode(), ending="")
        else:
            binary.write(line)
        self.stdout.flush()

    def _stop_writing(self) -> None:
        """The reader has seen enough; Python shall not try again when it ends."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.stdout.fileno())
        os.close(nowhere)

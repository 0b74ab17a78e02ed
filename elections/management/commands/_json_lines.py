"""What the commands for other programs share: a JSON object per line in, one per line out."""

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError

from elections import exchange
from elections.apportionment import CheckFailed

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class JsonLinesCommand(BaseCommand):
    """Computes each line by itself; a bad one gives an error in its place and the rest go on."""

    # A computation needs neither pages nor a database, so nothing of them is checked.
    requires_system_checks: ClassVar = []
    compute: Callable[[Mapping[str, Any]], dict[str, Any]]
    fields: frozenset[str]

    def add_arguments(self, parser) -> None:
        parser.add_argument(
            "file",
            metavar="FILE",
            nargs="?",
            default="-",
            help="one JSON object per line, in UTF-8; standard input when left out or -",
        )

    def handle(self, *, file: str, **options) -> None:
        with self._open(file) as lines:
            try:
                bad = self._compute_all(lines)
            except BrokenPipeError:
                self._stop_writing()
                return
        if bad:
            raise CommandError(f"Lines that could not be computed: {bad}.", returncode=1)

    def _open(self, file: str) -> AbstractContextManager[Iterable[bytes]]:
        if file == "-":
            if sys.stdin is None:
                raise CommandError("There is no standard input to read.", returncode=2)
            return nullcontext(sys.stdin.buffer)
        try:
            return open(file, "rb")
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.", returncode=2) from error

    def _compute_all(self, lines: Iterable[bytes]) -> int:
        """How many of the lines were bad."""
        bad = 0
        for number, line in enumerate(lines, start=1):
            # Files put together by cat have one in the middle too.
            content = line.removeprefix(BYTE_ORDER_MARK)
            if not content.strip():
                continue
            try:
                self._print(self._answer(content, number))
            except (exchange.BadInput, CheckFailed) as error:
                bad += 1
                self._print({"error": str(error), "line": number})
        return bad

    def _answer(self, content: bytes, number: int) -> dict[str, Any]:
        try:
            text = content.decode()
        except UnicodeDecodeError as error:
            raise exchange.BadInput("", f"Byte {error.start + 1} is not UTF-8.") from None
        values = exchange.parse(text)
        for field in sorted(values.keys() - self.fields):
            self.stderr.write(f"Line {number}: the field {field!r} was ignored.")
        return self.compute(values)

    def _print(self, values: Mapping[str, Any]) -> None:
        """One line of UTF-8, whatever the terminal's language, and at once."""
        # Half a surrogate pair has no UTF-8; with a backslash it is JSON's own way to write it.
        line = f"{exchange.canonical(values)}\n".encode(errors="backslashreplace")
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

"""A spreadsheet with members on its way in."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core import signing

from councils.importing import FrameHasChanged, Row
from councils.models import Council, Term, User

_A_DAY = 24 * 3600


class ImportUploadForm(forms.Form):
    file = forms.FileField(
        label="Fil",
        help_text="Excel (xlsx) eller csv, højst 2 MB og 500 linjer.",
        error_messages={"required": "Vælg en fil.", "empty": "Filen er tom."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )
    term = forms.ModelChoiceField(
        Term.objects.none(),
        label="Valgperiode",
        empty_label=None,
        help_text="Står der ingen datoer i arket, gælder pladserne for hele perioden.",
    )

    def __init__(self, *args, terms, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = terms


class Parcel:
    """Rows that were read, carried by the page between upload and confirmation: signed, so that
    they come back as they were checked, for this council and person. Nothing of it is stored."""

    def __init__(self, council: Council, user: User) -> None:
        self._salt = f"councils.import:{council.pk}:{user.pk}"

    def packed(self, rows: list[Row], term: Term, file_name: str) -> str:
        content = {"rows": [row.as_json() for row in rows], "term": term.pk, "file": file_name}
        return signing.dumps(content, salt=self._salt, compress=True)

    def opened(self, text: str) -> tuple[list[Row], Term, str]:
        """Raises BadSignature for what was not packed here, or more than a day ago; FrameHasChanged
        where the term is gone."""
        content: Mapping[str, Any] = signing.loads(text, salt=self._salt, max_age=_A_DAY)
        rows = [Row.from_json(row) for row in content["rows"]]
        term = Term.objects.filter(pk=content["term"]).first()
        if term is None:
            raise FrameHasChanged
        return rows, term, content["file"]


def choices_in(data: Mapping[str, str]) -> dict[str, str]:
    """Who was chosen for which row: the answers to a plan's questions."""
    prefix = "valg-"
    return {key.removeprefix(prefix): data[key] for key in data if key.startswith(prefix)}

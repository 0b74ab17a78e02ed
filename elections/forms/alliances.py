"""Forms about alliances: notified to the secretariat, withdrawn, approved by the meeting."""

import datetime
from collections.abc import Sequence

from django import forms
from django.utils import timezone
from django.utils.formats import date_format

from elections.forms.items import ItemField, items_of
from elections.forms.moments import past_moment
from elections.leadership_basis import Basis
from elections.models import AllianceNotice

NOT_APPROVED = "Ikke godkendt af mødet."


class AllianceForm(forms.Form):
    """Which lists stand together, who said so, and when the secretariat got to know it."""

    lists = forms.ModelMultipleChoiceField(
        None,
        label="Lister i valgforbundet",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Vælg mindst to lister."},
    )
    notified_by = forms.CharField(
        label="Anmeldt af",
        max_length=100,
        help_text="Navn på den, der har givet sekretariatet besked.",
    )
    received_on = forms.DateField(
        label="Modtaget dato", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    received_time = forms.TimeField(
        label="Klokkeslæt", widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )

    def __init__(self, *args, basis: Basis, lists, now: datetime.datetime, **kwargs) -> None:
        """`lists` are those of the election that are not local."""
        super().__init__(*args, **kwargs)
        self.now = now
        self.election_day = basis.meeting.term.election.held_on
        local = timezone.localtime(now)
        self.initial.setdefault("received_on", local.date())
        self.initial.setdefault("received_time", local.time())
        field = self.fields["lists"]
        field.label_from_instance = lambda entry: (
            f"{entry.name} ({entry.letter}): deltager ikke, listen {basis.why_absent(entry)}"
            if basis.why_absent(entry)
            else str(entry)
        )
        field.queryset = lists

    def clean_lists(self):
        lists = self.cleaned_data["lists"]
        if len(lists) < 2:
            raise forms.ValidationError("Et valgforbund har mindst to lister.")
        return lists

    def clean(self) -> dict:
        data = super().clean()
        received_at = past_moment(self, day="received_on", time="received_time", now=self.now)
        if received_at and timezone.localdate(received_at) < self.election_day:
            text = f"Datoen ligger før kommunalvalget {date_format(self.election_day, 'j. F Y')}."
            self.add_error("received_on", text)
        data["received_at"] = received_at
        return data

    def facts(self) -> dict:
        """What `actions.notify_alliance` takes, besides the meeting and the person."""
        return {name: self.cleaned_data[name] for name in ("lists", "notified_by", "received_at")}


class WithdrawalForm(forms.Form):
    reason = forms.CharField(
        label="Hvorfor trækkes valgforbundet tilbage?",
        max_length=500,
        help_text="Valgforbundet bliver stående på siden, mærket som trukket tilbage.",
    )


class DecisionForm(forms.Form):
    """What the meeting decided; `shown` keeps somebody from deciding on what they did not see."""

    hide_optional = True

    approved = forms.MultipleChoiceField(
        label="Valgforbund, som mødet har godkendt",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Dem, du ikke sætter kryds ved, bliver registreret som afvist.",
    )
    reason = forms.CharField(
        label="Begrundelse for dem, der ikke er godkendt",
        max_length=500,
        required=False,
        initial=NOT_APPROVED,
    )
    shown = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, basis: Basis, notices: Sequence[AllianceNotice], **kwargs) -> None:
        """Nothing is ticked that the meeting has not approved."""
        super().__init__(*args, **kwargs)
        self.fields["item"] = ItemField(
            items_of(basis.meeting), "valgforbund", label="Behandlet under punktet"
        )
        self.order_fields(["item", "approved", "reason", "shown"])
        self.fields["approved"].choices = [
            (str(notice.pk), _alliance_label(notice, is_late=basis.is_late(notice)))
            for notice in notices
        ]
        self.initial["approved"] = [
            str(notice.pk) for notice in notices if notice.state == AllianceNotice.State.APPROVED
        ]
        self.initial["shown"] = ",".join(str(notice.pk) for notice in notices)

    def clean(self) -> dict:
        data = super().clean()
        try:
            data["shown"] = {int(pk) for pk in (data.get("shown") or "").split(",") if pk}
        except ValueError:
            data["shown"] = set()
        data["approved"] = {int(pk) for pk in data.get("approved", [])}
        if data["shown"] - data["approved"] and not data.get("reason"):
            self.add_error("reason", "Skriv, hvorfor de andre ikke er godkendt.")
        return data

    def facts(self) -> dict:
        """What `actions.decide_alliances` takes, besides the meeting and the person."""
        return {name: self.cleaned_data[name] for name in ("item", "shown", "approved", "reason")}


def _alliance_label(notice: AllianceNotice, *, is_late: bool) -> str:
    lists = sorted(notice.lists.all(), key=lambda entry: entry.key)
    late = " (modtaget efter fristen, som den er nu)" if is_late else ""
    return f"{' + '.join(map(str, lists))}, anmeldt af {notice.notified_by}{late}"

"""Forms about chair and vice-chair: lots, persons, and trying what alliances would give."""

from collections.abc import Mapping, Sequence

from django import forms
from django.http import QueryDict

from councils.models import CouncilMembership
from elections.apportionment import LotsRequired
from elections.explanation.leaderships import label, posts_at_stake, tie_names
from elections.forms.items import ItemField, items_of
from elections.forms.lots import LotForm
from meetings.models import Meeting

NUMBER_OF_ALLIANCES = 4


class LeadershipLotForm(LotForm):
    """Lots for posts instead of seats."""

    def __init__(self, *args, tie: LotsRequired, names: Mapping[str, str], **kwargs) -> None:
        super().__init__(*args, tie=tie, names=tie_names(tie, names), **kwargs)
        posts = posts_at_stake(tie)
        for number in range(len(tie.lists)):
            gets = posts[number] if number < len(posts) else "ingen post"
            self.fields[f"place_{number + 1}"].help_text = f"får {gets}"


class PersonsForm(forms.Form):
    """Chair and vice-chair among the members given for each, and the item they were elected in."""

    chair = forms.ChoiceField(label="Formand")
    vice_chair = forms.ChoiceField(label="Næstformand")

    def __init__(
        self,
        *args,
        meeting: Meeting,
        chairs: Sequence[CouncilMembership],
        vice_chairs: Sequence[CouncilMembership],
        **kwargs,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.members = {str(member.pk): member for member in (*chairs, *vice_chairs)}
        for name, members in (("chair", chairs), ("vice_chair", vice_chairs)):
            self.fields[name].choices = [("", "Vælg"), *map(_choice, members)]
        # Hidden until it is asked for; see `offer_to_replace`.
        self.fields["replace"] = forms.BooleanField(
            label="Det, der står i Blå Bog fra den dag, er en fejl og skal erstattes",
            required=False,
            widget=forms.HiddenInput,
        )
        if self.data.get("replace"):
            self.offer_to_replace()
        self.fields["item"] = ItemField(
            items_of(meeting), "valg af formand", label="Valgt under punktet"
        )

    def offer_to_replace(self) -> None:
        """Somebody else holds a post from that day by the Blå Bog: is that a mistake?"""
        self.fields["replace"].widget = forms.CheckboxInput()

    def clean(self) -> dict:
        data = super().clean()
        if data.get("chair") and data.get("chair") == data.get("vice_chair"):
            self.add_error(
                "vice_chair", "Formand og næstformand skal være to forskellige personer."
            )
        return data

    def facts(self) -> dict:
        """What the actions take, besides the election or meeting and the person."""
        data = self.cleaned_data
        return data | {name: self.members[data[name]] for name in ("chair", "vice_chair")}


class TakeBackForm(forms.Form):
    reason = forms.CharField(
        label="Hvorfor tages registreringen tilbage?",
        max_length=200,
        help_text="Formand og næstformand fra mødedagen fjernes fra Blå Bog. Det står i "
        "hændelsesloggen.",
    )


class UnisonForm(PersonsForm):
    """The meeting agreed, so any voting members will do."""

    note = forms.CharField(
        label="Bemærkning",
        max_length=500,
        required=False,
        help_text="For eksempel hvordan mødet blev enigt.",
    )
    field_order = ["chair", "vice_chair", "replace", "item", "note"]

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields(self.field_order)


class TrialForm(forms.Form):
    """An alliance or none for each list, all of it in the address. What the address says and the
    form does not know is refused: a mistyped address must not show another answer."""

    hide_optional = True

    def __init__(self, data: QueryDict, *, votes: Mapping[str, int], names: Mapping[str, str],
                 alliances: Sequence[Sequence[str]]) -> None:  # fmt: skip
        """`alliances` are those that stand: what is tried where the address says nothing."""
        self.given = data
        standing = {key: str(n) for n, keys in enumerate(alliances, start=1) for key in keys}
        super().__init__(data or standing)
        number = max(NUMBER_OF_ALLIANCES, len(alliances))
        choices = [("", "Alene"), *((str(n), f"Valgforbund {n}") for n in range(1, number + 1))]
        for key in sorted(votes, key=lambda key: -votes[key]):
            self.fields[key] = forms.ChoiceField(
                label=label([key], names),
                choices=choices,
                required=False,
                error_messages={"invalid_choice": "»%(value)s« er ikke et af valgforbundene."},
            )

    def clean(self) -> dict:
        unknown = sorted(set(self.given) - set(self.fields))
        if unknown:
            words = ", ".join(unknown)[:200]
            raise forms.ValidationError(f"Adressen nævner noget, siden ikke kender: {words}.")
        twice = sorted(key for key in self.given if len(self.given.getlist(key)) > 1)
        if twice:
            raise forms.ValidationError(f"Adressen nævner {', '.join(twice)} mere end én gang.")
        return super().clean()

    def alliances(self) -> list[list[str]]:
        """Those with at least two lists: one list alone is no alliance."""
        return [keys for keys in self._chosen().values() if len(keys) > 1]

    def lonely(self) -> list[str]:
        """Lists that were put into an alliance with nobody else."""
        return sorted(keys[0] for keys in self._chosen().values() if len(keys) == 1)

    def _chosen(self) -> dict[str, list[str]]:
        chosen: dict[str, list[str]] = {}
        for key, alliance in sorted(self.cleaned_data.items()):
            if alliance:
                chosen.setdefault(alliance, []).append(key)
        return dict(sorted(chosen.items()))


def _choice(member: CouncilMembership) -> tuple[str, str]:
    key = f" ({member.list_key})" if member.list_key else ""
    return str(member.pk), f"{member.person}{key}, {member.municipality}"

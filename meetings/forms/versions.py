"""Forms about versions: of what a page showed, and of what an item said."""

from django import forms
from django.utils import timezone

from meetings.models import AgendaItemVersion


class VersionForm(forms.Form):
    """Which version of an item, edition or attachment is meant: a colleague may have made another
    one since."""

    version = forms.IntegerField(min_value=1)


class OtherVersionForm(forms.Form):
    """Which earlier version of an item another one is compared with; the one before, unless told.

    `versions` are all of the item's, `shown` the later one.
    """

    hide_optional = True

    fra = forms.ModelChoiceField(
        AgendaItemVersion.objects.none(), required=False, label="Sammenlign med", empty_label=None
    )

    def __init__(self, *args, versions, shown: AgendaItemVersion, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fra"]
        field.to_field_name = "number"
        field.label_from_instance = self.name_of
        field.queryset = versions.filter(number__lt=shown.number).headlines()

    @staticmethod
    def name_of(version: AgendaItemVersion) -> str:
        at = timezone.localtime(version.saved_at)
        return f"Version {version.number}, {at:%d.%m.%Y kl. %H.%M}, {version.saved_by}"

    def earlier(self) -> AgendaItemVersion | None:
        """None only for the first version."""
        chosen = self.cleaned_data["fra"] if self.is_valid() else None
        return chosen or self.fields["fra"].queryset.first()

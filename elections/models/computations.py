"""What every stored computation keeps, so that it can be repeated years later."""

from django.db import models

from councils.models import User
from elections import stored_cases
from elections.apportionment import Lot


class Computation(models.Model):
    """A result with everything it followed from; nothing of it is changed afterwards.

    `lots` are those that were drawn, as plain values; `names` the lists' names by key. `result` is
    all that followed as `exchange.canonical` writes it: repeating must give the very same text.
    """

    number = models.PositiveIntegerField("nummer")
    lots = models.JSONField("lodtrækninger", default=list, blank=True)
    names = models.JSONField("listernes navne", default=dict, blank=True)
    result = models.TextField("resultat", blank=True)  # "" before version 0.2.0
    program_version = models.CharField("programversion", max_length=20)
    computed_at = models.DateTimeField("beregnet")
    computed_by = models.ForeignKey(
        User, models.PROTECT, related_name="+", verbose_name="beregnet af"
    )
    # The computation that stopped at a tie and goes on here, after lots were drawn.
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by"
    )
    # It no longer counts: say, the lots it rests on were annulled.
    is_void = models.BooleanField("annulleret", default=False)

    class Meta:
        abstract = True

    @property
    def drawn(self) -> list[Lot]:
        """The lots as `apportionment` takes them."""
        return stored_cases.lots_from_json(self.lots)

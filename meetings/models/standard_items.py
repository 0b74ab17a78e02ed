"""Items that are written once and used in many agendas."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from councils.models import Council, User
from meetings.models.items import ItemContent
from meetings.models.meetings import Meeting
from meetings.querysets import StandardItemQuerySet


class StandardItem(ItemContent):
    """A standard item, of one council or shared by all five.

    Its texts can hold variables such as {KKR} (see variables.py). Those of a meeting's kind make
    up the template of such meetings, in the order of `position`; the others are picked by hand.
    """

    KIND_FIELDS = tuple(f"for_{kind.value}" for kind in Meeting.Kind)

    council = models.ForeignKey(
        Council,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="standard_items",
        verbose_name="KKR",
    )
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name="hovedpunkt",
    )
    position = models.PositiveIntegerField("plads i rækkefølgen", default=0)
    is_heading = models.BooleanField("kun overskrift", default=False)
    for_constituent = models.BooleanField("konstituerende møder", default=False)
    for_ordinary = models.BooleanField("ordinære møder", default=False)
    for_extraordinary = models.BooleanField("ekstraordinære møder", default=False)
    version = models.PositiveIntegerField("version", default=1)
    changed_at = models.DateTimeField("ændret")
    changed_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name="ændret af"
    )

    objects = StandardItemQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "standardpunkt"
        verbose_name_plural = "standardpunkter"
        constraints = [
            models.CheckConstraint(
                condition=Q(is_heading=False) | Q(parent=None),
                name="meetings_a_standard_heading_is_a_main_item",
            )
        ]

    @property
    def kinds(self) -> list[Meeting.Kind]:
        """The kinds of meetings whose template it is part of."""
        return [kind for kind in Meeting.Kind if getattr(self, f"for_{kind.value}")]

    def clean(self) -> None:
        super().clean()
        if self.parent is not None:
            self._check_parent(self.parent)
        if self.pk and self.council_id and self.children.exclude(council=self.council_id).exists():
            raise ValidationError("Punktet har underpunkter, som andre KKR bruger.")

    def _check_parent(self, parent: "StandardItem") -> None:
        if parent.parent_id is not None:
            raise ValidationError({"parent": "Et underpunkt kan ikke selv have underpunkter."})
        if self.pk and (parent.pk == self.pk or self.children.exists()):
            text = "Punktet har selv underpunkter og kan ikke være et underpunkt."
            raise ValidationError({"parent": text})
        if self.is_heading:
            raise ValidationError({"parent": "En overskrift er altid et hovedpunkt."})
        if parent.council_id not in {None, self.council_id}:
            text = f"»{parent}« hører til et enkelt KKR; under det kan kun stå punkter til samme."
            raise ValidationError({"parent": text})

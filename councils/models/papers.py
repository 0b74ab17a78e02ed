"""Papers that are kept, so that the same content is never set twice."""

import datetime
from typing import Self

from django.db import models


class KeptDirectoryQuerySet(models.QuerySet):
    def unused_since(self, day: datetime.date) -> Self:
        return self.filter(used_on__lt=day)


class KeptDirectory(models.Model):
    """A printed Blå Bog as everybody may have it, under the hash of what it was made from. Nothing
    is lost when one is deleted."""

    made_from = models.CharField("dannet af", max_length=64, unique=True)
    content = models.BinaryField("indhold")
    used_on = models.DateField("sidst brugt", db_index=True)

    objects = KeptDirectoryQuerySet.as_manager()

    class Meta:
        verbose_name = "gemt Blå Bog"
        verbose_name_plural = "gemte Blå Bøger"

    def __str__(self) -> str:
        return f"Blå Bog {self.made_from[:12]}"

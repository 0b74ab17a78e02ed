"""An annex in the book."""

from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Name

from meetings.binding.links import Spot
from meetings.binding.reading import Opened
from meetings.binding.values import Annex


@dataclass(frozen=True, slots=True)
class Part:
    """An annex, its file, the number of its first page, and its leaves in the book."""

    annex: Annex
    opened: Opened
    first: int
    leaves: list[pikepdf.Page]

    @property
    def top(self) -> Array:
        return Array([self.leaves[0].obj, Name.Fit])

    def place(self, spot: Spot) -> Array:
        """A spot in the annex as a destination in the book."""
        leaf = self.leaves[spot.page].obj
        if spot.corner is None:
            return Array([leaf, Name.Fit])
        return Array([leaf, Name.XYZ, *self.opened.pages[spot.page].leaf.place(*spot.corner), 0])

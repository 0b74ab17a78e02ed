"""Layers of annexes, e.g. of drawings: what their file hides stays hidden in the book."""

from collections.abc import Iterable, Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, String


def carry_over(book: pikepdf.Pdf, sources: Iterable[pikepdf.Pdf]) -> None:
    """Tells the book of all layers in `sources`, after pages that use them were copied."""
    layers, hidden = [], []
    for source in sources:
        found, off = _layers(source)
        layers += [book.copy_foreign(layer) for layer in found]
        hidden += [book.copy_foreign(layer) for layer in found if layer.objgen in off]
    if layers:
        settings = Dictionary(Name=String("Bilag"), OFF=Array(hidden), Order=Array([]))
        book.Root.OCProperties = Dictionary(OCGs=Array(layers), D=settings)


def _layers(source: pikepdf.Pdf) -> tuple[list[Dictionary], set[tuple[int, int]]]:
    """All layers, and the numbers of those that are hidden at first."""
    properties = source.Root.get("/OCProperties")
    if not isinstance(properties, Dictionary):
        return [], set()
    layers = list(_dictionaries(properties.get("/OCGs")))
    default = properties.get("/D")
    if not isinstance(default, Dictionary):
        return layers, set()
    numbers = {key: {x.objgen for x in _dictionaries(default.get(key))} for key in ("/ON", "/OFF")}
    if default.get("/BaseState") == Name.OFF:
        return layers, {layer.objgen for layer in layers} - numbers["/ON"]
    return layers, numbers["/OFF"]


def _dictionaries(array: object) -> Iterator[Dictionary]:
    """Those that are objects of their own; others nothing could refer to."""
    if isinstance(array, Array):
        for thing in array:
            if isinstance(thing, Dictionary) and thing.is_indirect:
                yield thing

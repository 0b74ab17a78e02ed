"""Headers: what the columns of a file are called and which is which."""

from collections.abc import Collection, Mapping, Sequence

from elections.votefiles.reading import Problem, VotesRefused


def plain(name: str) -> str:
    """A column's name without what may differ: capitals, blanks, underscores."""
    return " ".join(name.casefold().replace("_", " ").split())


def found(header: Sequence[str], names: Mapping[str, Collection[str]]) -> dict[str, int]:
    """Where the columns stand: `names` maps each to what a header may call it.

    Raises VotesRefused for one that is there twice.
    """
    places: dict[str, int] = {}
    for place, title in enumerate(header):
        for column, titles in names.items():
            if plain(title) not in titles:
                continue
            if column in places:
                other = header[places[column]].strip()
                text = f"kolonnen siger det samme som kolonne {other}."
                raise VotesRefused(Problem(1, title.strip(), text))
            places[column] = place
    return places

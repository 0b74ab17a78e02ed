"""What can be wrong with the figures, with a recorded lot, or with a result."""


class InvalidInput(ValueError):
    """The figures cannot be true, such as negative votes or two lists with one key.

    ``field``: name of the argument or attribute that is wrong, where it is one of them.
    """

    def __init__(self, text: str, *, field: str = "") -> None:
        super().__init__(text)
        self.field = field


class NoListTakesPart(InvalidInput):
    """Every list is under the threshold, unrepresented or outside: nothing to allocate."""


class LotError(ValueError):
    """A recorded lot does not belong to this computation."""


class LotMismatch(LotError):
    """There is a tie, but no recorded lot has exactly its lists and its number of seats."""


class LotUnused(LotError):
    """A lot was handed in that no tie asked for."""


class CheckFailed(RuntimeError):
    """The second route disagrees with the result: an error in this package, not in the figures."""

"""Numbers as Danes write them, rounded from exact ones."""

from fractions import Fraction

from kkr_portal.templatetags.portal import thousands


def percent(part: int, whole: int) -> str:
    """`part` of `whole` in per cent with two decimals, rounded, but never up to a whole per cent:
    2,00 is at least 2."""
    if not whole:
        return "–"
    hundredths = (part * 20_000 + whole) // (2 * whole)
    if hundredths % 100 == 0 and hundredths * whole > part * 10_000:
        hundredths -= 1
    return f"{hundredths // 100},{hundredths % 100:02d} pct."


def decimal(number: Fraction | int) -> str:
    """A number with as many decimals as it has, at most four: 2, 2,5."""
    number = Fraction(number)
    scaled = number * 10_000
    whole, rest = divmod(scaled.numerator // scaled.denominator, 10_000)
    return f"{thousands(whole)},{rest:04d}".rstrip("0").rstrip(",")


def quotient(votes: int, divisor: int) -> str:
    """Votes over a divisor with one decimal; divisor 0 stands for a list's first seat."""
    if not divisor:
        return "listens første plads"
    tenths = (votes * 20 + divisor) // (2 * divisor)
    return f"{thousands(votes)} : {divisor} = {thousands(tenths // 10)},{tenths % 10}"


def enumeration(words: list[str]) -> str:
    """A, B og C."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} og {words[-1]}"

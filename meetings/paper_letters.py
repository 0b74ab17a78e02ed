"""Signs that the fonts of our papers lack, and others that say the same.

Papers are set in Inter, with Noto for emoji, Hebrew and Arabic (static/css/print.css); all are in
static/fonts, so that a paper does not depend on what is installed on a machine. A letter of yet
another script is printed as a box, and is still read aloud and copied as what it is.
"""

_LIKE = str.maketrans(
    {
        "☐": "□",
        "☒": "✗",
        "✘": "✗",
        "➔": "→",
        "➜": "→",
        "➢": "→",
        "∙": "·",
        "ﬁ": "fi",
        "ﬂ": "fl",
        # Bullets in Word's sign fonts, which other programs take for private letters.
        "\uf0a7": "▪",
        "\uf0b7": "•",
        "\uf0d8": "→",
        "\uf0fc": "✓",
    }
)


def printable(text: str) -> str:
    """`text` with the usual signs that our fonts lack written as they have them."""
    return text.translate(_LIKE)

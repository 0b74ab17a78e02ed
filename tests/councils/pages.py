"""Reading the pages of the Blå Bog."""

import datetime
import re

EMAIL, PHONE = "aase.boegh@kkr.example", "12 34 56 78"
UNKNOWN = "Marker en gyldig valgmulighed. {} er ikke en af de tilgængelige valgmuligheder."
DIRECTORY = "/kkr/midtjylland/blaa-bog/"
WHOLE_DIRECTORY = "/blaa-bog/"
MID_TERM = datetime.date(2023, 6, 30)
THE_DAY_AFTER = datetime.date(2023, 7, 1)


def names(response) -> list[str]:
    """Who stands first in each row of the page's table."""
    _, _, rows = response.content.decode().partition("<tbody>")
    return re.findall(r'<tr>\s*<td class="lead">(?:<a [^>]*>)?([^<]+)<', rows)

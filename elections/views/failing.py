"""What a page says when the second route disagrees: the result is stopped."""

import logging

from django.contrib import messages
from django.http import HttpRequest

from elections.apportionment import CheckFailed
from elections.views.places import Place

logger = logging.getLogger(__name__)


def tell_check_failed(request: HttpRequest, place: Place, error: CheckFailed) -> None:
    """For the reader and, with the traceback, for whoever runs the portal."""
    text = "The second route disagrees with a computation for %s"
    logger.error(text, place.council, exc_info=error)
    text = "Kontrolberegningen stemmer ikke, så resultatet er stoppet og intet er gemt. Det er "
    messages.error(request, f"{text}en fejl i portalen; giv besked til den, der driver den.")

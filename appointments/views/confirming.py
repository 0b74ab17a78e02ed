"""The page that asks before something is done, and what comes of the answer."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from councils.actions.rows import RowHasChanged, mark_of
from kkr_portal.errors import NotHere

Context = dict[str, Any]


def confirm(
    request: HttpRequest, context: Context, row, act: Callable[[str], Any]
) -> HttpResponse | None:
    """The question about the row; None where it has been done. The context has a `heading`, a
    `note`, the `button` and the way `back`."""
    page = {"has_changed": False, "reasons": [], **context}
    status = 200
    if request.method == "POST":
        status = 409
        try:
            act(request.POST.get("seen", ""))
        except RowHasChanged as conflict:
            if conflict.stored is None:
                raise NotHere("En kollega har fjernet det imens.") from conflict
            row, page["has_changed"] = conflict.stored, True
        except ValidationError as error:
            page["reasons"] = error.messages
        else:
            return None
    page |= {"row": row, "seen": mark_of(row)}
    return render(request, "appointments/confirm.html", page, status=status)

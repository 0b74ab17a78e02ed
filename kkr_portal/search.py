"""One box for everything: people, agenda items, attachments, meetings and bodies."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Page
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from councils.danish_stems import Question
from councils.models import Council
from kkr_portal import clock
from kkr_portal.hits import KINDS, MOST, Asked, Hit, Kind
from kkr_portal.paging import page_of

OF_EACH = 5  # shown of a kind where all kinds are
ON_A_PAGE = 20  # where only one is


class SearchForm(forms.Form):
    """What is looked for, and where."""

    MOST_WORDS = 12
    hide_optional = True

    q = forms.CharField(label="Søg efter", required=False, max_length=200)
    vis = forms.ChoiceField(label="Vis", required=False)
    kkr = forms.ChoiceField(label="KKR", required=False)

    def __init__(self, data, *, councils: Sequence[Council]) -> None:
        super().__init__(data)
        self.councils = {council.slug: council for council in councils}
        self.fields["q"].widget.input_type = "search"
        self.fields["vis"].choices = [("", "Alt"), *((kind.key, kind.label) for kind in KINDS)]
        named = [(slug, council.name) for slug, council in self.councils.items()]
        self.fields["kkr"].choices = [("", "Alle"), *named]

    def clean_q(self) -> Question:
        question = Question.of(self.cleaned_data["q"])
        if len(question.typed) > self.MOST_WORDS:
            raise forms.ValidationError(f"Søg efter højst {self.MOST_WORDS} ord ad gangen.")
        return question

    @property
    def kinds(self) -> list[Kind]:
        """Those that are asked for."""
        only = self.cleaned_data["vis"]
        return [kind for kind in KINDS if only in ("", kind.key)]


@dataclass(frozen=True, slots=True)
class Group:
    """The hits of one kind, as many of them as are shown."""

    kind: Kind
    page: Page
    hits: list[Hit]
    is_only: bool  # the other kinds are not shown

    @property
    def count(self) -> str:
        """How many there are: »12« or »over 300«."""
        number = self.page.paginator.count
        return f"over {MOST}" if number > MOST else str(number)

    @property
    def has_more(self) -> bool:
        """Whether a page of this kind alone would show more."""
        return not self.is_only and self.page.has_next()


@login_not_required
def show_search(request: HttpRequest) -> HttpResponse:
    form = SearchForm(request.GET, councils=Council.objects.in_force(clock.today()))
    context = {"form": form, "asked": request.GET.get("q", "").strip()}
    if not form.is_valid():
        return render(request, "search.html", context, status=400)
    question = form.cleaned_data["q"]
    context["problem"] = _problem(question) if context["asked"] else ""
    if question.typed and not context["problem"]:
        council = form.councils.get(form.cleaned_data["kkr"])
        asked = Asked(question, request.user, clock.today(), council)
        groups = [_group(kind, asked, form, request.GET.get("side", "1")) for kind in form.kinds]
        context["groups"] = [group for group in groups if group.hits]
        context["is_searched"] = True
    return render(request, "search.html", context)


def _problem(question: Question) -> str:
    """Why a question cannot be answered, in words for whoever asked; "" if it can."""
    if not any(len(word) > 1 for word in question.typed):
        return "Skriv et ord eller et tal på mindst to tegn."
    if not question.wanted:
        return "Småord som »og« og »der« står overalt. Skriv et ord, der siger noget om sagen."
    return ""


def _group(kind: Kind, asked: Asked, form: SearchForm, side: str) -> Group:
    is_only = bool(form.cleaned_data["vis"])
    refs = kind.find(asked)
    size = ON_A_PAGE if is_only else OF_EACH
    page = page_of(refs, side if is_only else 1, size=size, name="Søgningen")
    return Group(kind, page, kind.show(asked, page.object_list), is_only)

"""A first text for the agenda item about an event in a politician's life.

Plain functions from what happened to the item's text, in the form that the rule check of an agenda
asks for. The secretariat goes on writing.
"""

import datetime
from collections.abc import Callable, Iterator
from html import escape

from django.utils import formats

from councils.lives.outcomes import Outcome
from councils.lives.values import Kind
from councils.models import Council, CouncilMembership


def item_text(outcome: Outcome, council: Council) -> dict[str, str]:
    """Title, Baggrund, Indstilling and Sagsfremstilling of an item of `council`."""
    here = outcome.in_council(council)
    return {
        "title": title(here, council)[:250],
        "background": _paragraphs([background(here)]),
        "recommendation": _recommendation(council, list(proposals(here, council))),
        "presentation": _paragraphs(
            list(presentation(here, council)) or [f"Pladserne i {council} er uændrede."]
        ),
    }


def title(here: Outcome, council: Council) -> str:
    person = here.event.person
    if here.event.kind == Kind.LEAVE:
        return f"Orlov til {person}"
    if here.posts:
        posts = _joined([post.get_role_display().lower() for post in here.posts])
        return f"Valg af {posts} efter {here.posts[0].membership.person}"
    if here.seated:
        return f"Nyt medlem af {council}: {here.seated[0].person}"
    if here.left:
        return f"{here.left[0].person} udtræder af {council}"
    if here.lost:
        members = _joined([str(one.membership.person) for one in here.lost])
        return f"Ny personlig stedfortræder for {members}"
    if here.matters:
        return f"Afløser for {person} i regionale fora"
    return f"Orientering om {person}"


def background(here: Outcome) -> str:
    """What happened and when, so that it reads well before and after the day."""
    return _BACKGROUNDS[here.event.kind](here)


def proposals(here: Outcome, council: Council) -> Iterator[str]:
    """What the council is asked to do, each beginning with the verb."""
    noted = "tager til efterretning, at"
    for seat in here.left:
        yield f"{noted} {seat.person} udtræder af {council} efter {_day(here.last_day)}"
    for seat in here.seated:
        yield f"{noted} {seat.person} er født medlem af {council} fra {_day(here.first_day)}"
    for post in here.posts:
        yield f"vælger en ny {post.get_role_display().lower()} for resten af valgperioden"
    for one in here.lost:
        yield f"{noted} {one.membership.person} skal have en ny personlig stedfortræder"
    yield from (matter.proposal for matter in here.matters)
    if here.event.kind == Kind.LEAVE:
        yield f"tager orienteringen om orlov til {here.event.person} til efterretning"
        for post in _posts_kept(here):
            yield f"drøfter, hvem der varetager opgaverne som {post} under orloven"
    elif here.kept and not here.left and not here.seated:
        yield f"tager orienteringen om {here.event.person} til efterretning"


def presentation(here: Outcome, council: Council) -> Iterator[str]:
    """What follows, one paragraph for each thing."""
    for seat in here.left:
        yield _left(here, seat, council)
    for seat in here.to_fill:
        yield (
            f"Pladsen tilhører {seat.elected_by}. Listens kommunalbestyrelsesmedlemmer i"
            f" {council.region} vælger et nyt supplerende medlem og en personlig stedfortræder for"
            " resten af valgperioden."
        )
    for seat in here.seated:
        yield _seated(here, seat, council)
    for post in here.posts:
        yield (
            f"{post.membership.person} er {post.get_role_display().lower()} i {council} til og med"
            f" {_day(here.last_day)}. {council} vælger selv en ny blandt sine medlemmer."
        )
    for one in here.lost:
        yield (
            f"{one.person} er personlig stedfortræder for {one.membership.person} til og med"
            f" {_day(here.last_day)}. Derefter mangler {one.membership.person} en stedfortræder."
        )
    for seat in here.kept:
        yield from _kept(here, seat, council)
    yield from (matter.paragraph for matter in here.matters)
    if here.event.kind == Kind.LEFT_PARTY:
        for one in here.standing_in:
            yield (
                f"{one.person} er personlig stedfortræder for {one.membership.person}. Det skal"
                f" afklares, om {one.person} fortsætter."
            )


def _left(here: Outcome, seat: CouncilMembership, council: Council) -> str:
    if seat.role != CouncilMembership.Role.MAYOR:
        return (
            f"{seat.person} fra {seat.municipality} er supplerende medlem af {council} til og med"
            f" {_day(here.last_day)}."
        )
    said = (
        f"Borgmestrene er fødte medlemmer af {council}. {seat.person} er medlem som borgmester i"
        f" {seat.municipality} til og med {_day(here.last_day)}."
    )
    if here.seated:
        return said
    return (
        f"{said} Når kommunalbestyrelsen i {seat.municipality} har valgt en ny borgmester,"
        f" indtræder den nye borgmester i {council}."
    )


def _seated(here: Outcome, seat: CouncilMembership, council: Council) -> str:
    said = (
        f"{seat.person} er borgmester i {seat.municipality} fra {_day(here.first_day)} og indtræder"
        f" i {council} som født medlem."
    )
    substitution = here.substitute_of(seat)
    if substitution is None:
        return f"{said} En personlig stedfortræder er endnu ikke registreret."
    return f"{said} Viceborgmester {substitution.person} er personlig stedfortræder."


def _kept(here: Outcome, seat: CouncilMembership, council: Council) -> Iterator[str]:
    person = seat.person
    if here.event.kind == Kind.LEAVE:
        yield f"{person} beholder sin plads i {council} under orloven."
        names = _joined([str(one.person) for one in seat.attending])
        if names:
            yield f"{names} er personlig stedfortræder og møder i stedet."
        else:
            yield f"{person} har ingen personlig stedfortræder, der kan møde i stedet."
        for post in seat.leading:
            label = post.get_role_display().lower()
            yield f"{person} er {label}. Stedfortræderen overtager ikke posten."
    elif here.event.kind == Kind.LEFT_PARTY and seat.role == CouncilMembership.Role.MAYOR:
        yield f"En borgmester er født medlem uanset parti. {person} fortsætter derfor i {council}."
    elif here.event.kind == Kind.LEFT_PARTY:
        yield (
            f"{person} er valgt til {council} af {seat.elected_by}. Det skal afklares, om"
            f" {person} fortsætter."
        )


def _posts_kept(here: Outcome) -> list[str]:
    return [post.get_role_display().lower() for seat in here.kept for post in seat.leading]


# --- What happened -------------------------------------------------------------------------------


def _left_municipal_council(here: Outcome) -> str:
    seats = [seat for seat in here.left if seat.person_id == here.event.person.pk]
    place = f" i {seats[0].municipality}" if seats else ""
    return f"{here.event.person} er medlem af kommunalbestyrelsen{place} til og med {_on(here)}."


def _left_party(here: Outcome) -> str:
    said = f"{here.event.person} forlader sit parti. Sidste dag i partiet er {_on(here)}."
    if here.event.party is None:
        return said
    return f"{said} Derefter er {here.event.person} medlem af {here.event.party}."


def _became_mayor(here: Outcome) -> str:
    return f"{here.event.person} er borgmester i {here.event.municipality} fra {_on(here)}."


def _stopped_as_mayor(here: Outcome) -> str:
    place = f" i {here.former_office.municipality}" if here.former_office else ""
    return f"{here.event.person} er borgmester{place} til og med {_on(here)}."


def _leave(here: Outcome) -> str:
    until = f" til og med {_day(here.event.until)}" if here.event.until else ""
    return f"{here.event.person} har orlov fra {_on(here)}{until}."


def _died(here: Outcome) -> str:
    return f"{here.event.person} døde {_on(here)}."


_BACKGROUNDS: dict[Kind, Callable[[Outcome], str]] = {
    Kind.LEFT_MUNICIPAL_COUNCIL: _left_municipal_council,
    Kind.LEFT_PARTY: _left_party,
    Kind.BECAME_MAYOR: _became_mayor,
    Kind.STOPPED_AS_MAYOR: _stopped_as_mayor,
    Kind.LEAVE: _leave,
    Kind.DIED: _died,
}


def _on(here: Outcome) -> str:
    return _day(here.event.on)


def _day(day: datetime.date) -> str:
    return formats.date_format(day, "\\d\\e\\n j. F Y")


def _joined(names: list[str]) -> str:
    """»A«, »A og B«, »A, B og C«."""
    return " og ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _recommendation(council: Council, asked: list[str]) -> str:
    if not asked:
        asked = ["tager orienteringen til efterretning"]
    lead = f"Det indstilles, at {council}"
    if len(asked) == 1:
        return _paragraphs([f"{lead} {asked[0]}."])
    points = [f"<li>{escape(one)}{',' if one is not asked[-1] else '.'}</li>" for one in asked]
    return f"{_paragraphs([f'{lead}'])}<ol>{''.join(points)}</ol>"


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)

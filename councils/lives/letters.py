"""Drafts of the letters that follow from an event. The secretariat reads, changes and sends them;
the portal sends nothing."""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from councils.lives.endings import day
from councils.lives.outcomes import Outcome
from councils.lives.values import Kind
from councils.models import Council, CouncilMembership, Substitution

_THANKS = "Tak for indsatsen og samarbejdet."


@dataclass(frozen=True, slots=True)
class Letter:
    """A draft: `to` is the recipient's line, and the salutation is the first of `paragraphs`."""

    council: Council
    subject: str
    to: str
    paragraphs: tuple[str, ...]

    @property
    def closing(self) -> tuple[str, str]:
        return ("Med venlig hilsen", f"Sekretariatet for {self.council}")


def letters(outcome: Outcome, next_meetings: Mapping[int, datetime.date]) -> list[Letter]:
    """In the order in which they are sent; `next_meetings` are the councils' by their keys."""
    found = [*_goodbyes(outcome), *_elections(outcome), *_welcomes(outcome, next_meetings)]
    return [*found, *_without_substitute(outcome)]


def _goodbyes(outcome: Outcome) -> Iterator[Letter]:
    """To those who leave a seat or a member whom they stood in for; nobody writes to the dead."""
    dead = outcome.event.person.pk if outcome.event.kind == Kind.DIED else None
    for seat in outcome.left:
        if seat.person_id != dead:
            yield _goodbye(outcome, seat)
    for substitution in outcome.lost:
        if substitution.person_id != dead and not _is_seated(outcome, substitution):
            yield _released(outcome, substitution)


def _goodbye(outcome: Outcome, seat: CouncilMembership) -> Letter:
    ends = outcome.former_substitute_of(seat)
    posts = [
        post.get_role_display().lower() for post in outcome.posts if post.membership_id == seat.pk
    ]
    paragraphs = [
        f"Kære {seat.person}",
        (
            f"{_reason(outcome, seat)} Du er derfor medlem af {seat.council} til og med"
            f" {_on(outcome.last_day)}."
        ),
    ]
    if posts:
        paragraphs.append(f"Samtidig ophører dit hverv som {' og '.join(posts)}.")
    if ends:
        paragraphs.append(
            f"Din personlige stedfortræder, {ends.person}, udtræder samme dag. Vi beder dig"
            " orientere din stedfortræder."
        )
    paragraphs.append(
        "Efter den dag kan du ikke læse portalens interne sider som medlem. De offentliggjorte"
        " dagsordener kan du stadig læse."
    )
    subject = f"Du udtræder af {seat.council}"
    return Letter(seat.council, subject, f"Til {seat.person}", (*paragraphs, _THANKS))


def _reason(outcome: Outcome, seat: CouncilMembership) -> str:
    event = outcome.event
    if event.kind == Kind.LEFT_PARTY:
        return f"Du er valgt af {seat.elected_by} og forlader partiet."
    if event.kind == Kind.LEFT_MUNICIPAL_COUNCIL:
        return f"Du udtræder af kommunalbestyrelsen i {seat.municipality}."
    if seat.role == CouncilMembership.Role.MAYOR:
        return f"Du holder op som borgmester i {seat.municipality}."
    return f"Du udtræder af din plads i {seat.council}."


def _released(outcome: Outcome, substitution: Substitution) -> Letter:
    council, member = substitution.membership.council, substitution.membership.person
    return Letter(
        council,
        "Du er ikke længere personlig stedfortræder",
        f"Til {substitution.person}",
        (
            f"Kære {substitution.person}",
            (
                f"Du er personlig stedfortræder for {member} i {council} til og med"
                f" {_on(outcome.last_day)}."
            ),
            _THANKS,
        ),
    )


def _elections(outcome: Outcome) -> Iterator[Letter]:
    """To the councillors of a list that has a seat to fill."""
    for seat in outcome.to_fill:
        council = seat.council
        yield Letter(
            council,
            f"Valg af nyt medlem af {council}",
            f"Til gruppen for {seat.elected_by} i {council.region}",
            (
                (
                    f"{seat.person} fra {seat.municipality} er medlem af {council} til og med"
                    f" {_on(outcome.last_day)}."
                ),
                (
                    f"Pladsen tilhører {seat.elected_by}. Listens kommunalbestyrelsesmedlemmer i"
                    f" {council.region} skal derfor vælge et nyt supplerende medlem og en personlig"
                    " stedfortræder for resten af valgperioden."
                ),
                (
                    "Vi beder om navn og kommune på det nye medlem og stedfortræderen, så snart de"
                    " er valgt, og om den dag, valget gælder fra."
                ),
            ),
        )


def _welcomes(outcome: Outcome, next_meetings: Mapping[int, datetime.date]) -> Iterator[Letter]:
    """To the new mayor."""
    for seat in outcome.seated:
        council, substitution = seat.council, outcome.substitute_of(seat)
        paragraphs = [
            f"Kære {seat.person}",
            (
                f"Tillykke med valget. Som borgmester i {seat.municipality} er du født medlem af"
                f" {council} fra {_on(outcome.first_day)}."
            ),
            f"Din personlige stedfortræder er viceborgmester {substitution.person}."
            if substitution
            else f"Vi har ikke registreret en viceborgmester i {seat.municipality}. Skriv til os,"
            " hvem der er din personlige stedfortræder.",
        ]
        if meeting := next_meetings.get(council.pk):
            paragraphs.append(f"Næste møde i {council} er {_on(meeting)}.")
        paragraphs.append("Vi glæder os til samarbejdet.")
        yield Letter(council, f"Velkommen til {council}", f"Til {seat.person}", tuple(paragraphs))


def _without_substitute(outcome: Outcome) -> Iterator[Letter]:
    """To members who have nobody to send any more."""
    for one in outcome.lost:
        seat = one.membership
        yield Letter(
            seat.council,
            "Du mangler en personlig stedfortræder",
            f"Til {seat.person}",
            (
                f"Kære {seat.person}",
                (
                    f"{one.person} er din personlige stedfortræder i {seat.council} til og med"
                    f" {_on(outcome.last_day)}. Derefter har du ingen, der kan møde i dit sted."
                ),
                _how_to_find(seat),
            ),
        )


def _how_to_find(seat: CouncilMembership) -> str:
    if seat.role == CouncilMembership.Role.MAYOR:
        return (
            "For en borgmester er det viceborgmesteren. Skriv til os, når kommunalbestyrelsen i"
            f" {seat.municipality} har valgt en ny."
        )
    return (
        f"Stedfortræderen vælges af {seat.elected_by} i {seat.council.region}. Skriv til os, hvem"
        " gruppen har valgt."
    )


def _is_seated(outcome: Outcome, substitution: Substitution) -> bool:
    """Whether the substitute becomes a member and so is welcomed."""
    return substitution.person in {seat.person for seat in outcome.seated}


def _on(at: datetime.date) -> str:
    return f"den {day(at)}"

"""What is told about municipal councils and list co-operations."""

import datetime
from collections.abc import Mapping, Sequence

from django.db import transaction

from councils import audit
from councils.models import Council, ElectoralList, MunicipalElection, Municipality, User
from elections.models import CooperationMember, ListStanding, MunicipalStanding
from kkr_portal import clock


class StandingHasChanged(Exception):
    """Somebody else changed the same answers since the page was shown."""


@transaction.atomic
def change_list_standings(
    council: Council,
    *,
    by: User,
    standings: Mapping[ElectoralList, bool | None],
    shown: Mapping[ElectoralList, bool | None] | None = None,
    source: str = "",
) -> None:
    """Records which lists have a seat in at least one municipal council, None for not known.

    What was known already keeps its source. Raises StandingHasChanged where a colleague has given
    another answer than the `shown` one to a question that is changed here.
    """
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    known = dict(council.list_standings.values_list("electoral_list", "is_represented"))
    changed = {
        entry: answer for entry, answer in standings.items() if known.get(entry.pk) is not answer
    }
    if shown is not None:
        # An answer left as it was shown is not given anew.
        changed = {e: answer for e, answer in changed.items() if shown.get(e) is not answer}
        if any(known.get(entry.pk) is not shown.get(entry) for entry in changed):
            raise StandingHasChanged
    if not changed:
        return
    for entry, is_represented in changed.items():
        ListStanding.objects.update_or_create(
            council=council,
            electoral_list=entry,
            defaults={"is_represented": is_represented, "source": source},
        )
    names = ", ".join(str(entry) for entry in changed)
    audit.record(
        "change_list_standings",
        council,
        f"Rettede, om lister er repræsenteret i en kommunalbestyrelse: {names}",
        by=by,
        council=council,
    )


@transaction.atomic
def change_municipal_standing(
    council: Council,
    election: MunicipalElection,
    municipality: Municipality,
    *,
    by: User,
    version: int,
    represented: Sequence[ElectoralList],
    is_complete: bool,
    mayor: str,
    mayor_list: ElectoralList | None,
    source: str,
) -> MunicipalStanding:
    """Records which lists have a seat in a municipal council, and whose the mayor is.

    `version` is that of the answers shown, 0 where there were none; raises StandingHasChanged.
    """
    Council.objects.select_for_update(no_key=True).get(pk=council.pk)
    standing = MunicipalStanding.objects.filter(
        election=election, municipality=municipality
    ).first() or MunicipalStanding(election=election, municipality=municipality, version=0)
    if standing.version != version:
        raise StandingHasChanged
    answers = (is_complete, source, mayor, mayor_list)
    known = (standing.is_complete, standing.source, standing.mayor, standing.mayor_list)
    if standing.pk and answers == known and set(represented) == set(standing.represented.all()):
        return standing
    standing.version += 1
    standing.is_complete, standing.source = is_complete, source
    standing.mayor, standing.mayor_list = mayor, mayor_list
    standing.changed_at, standing.changed_by = clock.now(), by
    standing.save()
    standing.represented.set(represented)
    audit.record(
        "change_municipal_standing",
        standing,
        f"Rettede lister og borgmester for {municipality}",
        by=by,
        council=council,
    )
    return standing


@transaction.atomic
def create_cooperation(
    council: Council, election: MunicipalElection, *, by: User, letter: str, name: str
) -> ElectoralList:
    """A list co-operation that has notified KL; raises ValidationError for a letter in use."""
    # The letter is one for all councils.
    election = MunicipalElection.objects.select_for_update().get(pk=election.pk)
    entry = ElectoralList(
        election=election, kind=ElectoralList.Kind.COOPERATION, letter=letter, name=name
    )
    entry.full_clean()
    entry.save()
    audit.record(
        "create_cooperation", entry, f"Oprettede listesamarbejdet {entry}", by=by, council=council
    )
    return entry


@transaction.atomic
def join_cooperation(
    council: Council,
    cooperation: ElectoralList,
    local_list: ElectoralList,
    *,
    by: User,
    notified_on: datetime.date,
) -> CooperationMember:
    """A local list counts with the co-operation; raises ValidationError where it may not."""
    member = CooperationMember(
        cooperation=cooperation, local_list=local_list, notified_on=notified_on
    )
    member.full_clean()
    member.save()
    audit.record(
        "join_cooperation",
        member,
        f"Føjede {local_list}, {local_list.municipality}, til {cooperation}",
        by=by,
        council=council,
    )
    return member


@transaction.atomic
def leave_cooperation(council: Council, member: CooperationMember, *, by: User) -> None:
    """The local list counts on its own again; raises DoesNotExist where it already does."""
    member = CooperationMember.objects.select_for_update().get(pk=member.pk)
    audit.record(
        "leave_cooperation",
        member,
        f"Tog {member.local_list}, {member.local_list.municipality}, ud af {member.cooperation}",
        by=by,
        council=council,
    )
    member.delete()

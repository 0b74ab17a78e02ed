"""To whom a vacancy goes back: the group that chose whoever left."""

from appointments.models import Appointment
from councils.models import CouncilMembership, ElectoralList, PartyMembership


def another_list(appointment: Appointment) -> str:
    """That the person is known to stand for another list than the one that the seat belongs to, as
    a Danish sentence; "" where they do not, or nobody knows."""
    ours = appointment.elected_by
    if ours is None or appointment.follows is None:
        return ""
    seats = CouncilMembership.objects.in_force(appointment.starts_on).filter(
        person=appointment.person, elected_by__isnull=False
    )
    elected_by = [seat.elected_by for seat in seats.select_related("elected_by")]
    parties = PartyMembership.objects.in_force(appointment.starts_on)
    own = parties.filter(person=appointment.person).select_related("party").first()
    if ours in elected_by or (own is not None and own.party_id == ours.party_id):
        return ""
    others = [str(one) for one in elected_by]
    if not others and own is not None and _stands_alone(own, ours):
        others = [own.party.name]
    if not others:
        return ""
    return (
        f"{appointment.person} hører til {others[0]}, men pladsen er valgt af {ours}."
        " Skal det være sådan, så skriv hvorfor."
    )


def _stands_alone(own: PartyMembership, ours: ElectoralList) -> bool:
    """Whether the party is not one of those behind the list: a local group may stand under a list
    co-operation, a party with a letter of its own does not."""
    if ours.kind != ElectoralList.Kind.COOPERATION:
        return True
    lists = ElectoralList.objects.filter(election=ours.election_id, party=own.party_id)
    return lists.filter(kind=ElectoralList.Kind.PARTY).exists()

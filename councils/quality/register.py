"""All checks, in the order in which a page shows what they find."""

from councils.quality.checking import Check
from councils.quality.checks import contacts, parties, people, periods, seats, substitutes

CHECKS: tuple[Check, ...] = (
    seats.municipality_without_born_member,
    seats.list_without_members,
    seats.council_without_leader,
    seats.member_without_substitute,
    contacts.person_without_contact,
    contacts.missing_email,
    seats.composition_not_accepted,
    seats.list_with_too_many_members,
    parties.supplementary_member_is_mayor,
    parties.member_outside_their_list,
    parties.person_without_party,
    substitutes.substitute_of_another_list,
    substitutes.substitute_is_member,
    substitutes.substitutes_in_a_circle,
    substitutes.substitute_for_several,
    substitutes.substitute_without_office,
    substitutes.observer_with_substitute,
    periods.membership_outside_term,
    periods.membership_without_office,
    periods.membership_outside_office,
    periods.substitution_outside_membership,
    periods.post_outside_membership,
    periods.municipality_of_another_council,
    periods.offices_in_several_municipalities,
    periods.seats_in_several_councils,
    people.person_registered_twice,
    people.same_email_address,
    contacts.impossible_email,
    people.leave_of_absence,
    people.made_up_person,
)

"""What is done to councils, people and accounts; one transaction and one audit entry each."""

from councils.actions.accounts import appoint_secretary, create_account
from councils.actions.forgetting import (
    IsProtected,
    anonymise_person,
    forget_person,
    forget_staff,
    protections,
)
from councils.actions.leadership import PostTaken, seat_leadership, unseat_leadership
from councils.actions.lives import (
    AlreadyUndone,
    LifeHasChanged,
    record_life_event,
    undo_life_event,
)
from councils.actions.offices import (
    add_office,
    add_party,
    change_office,
    change_party,
    delete_office,
    delete_party,
)
from councils.actions.people import (
    ContactHasChanged,
    PersonHasChanged,
    PortraitHasChanged,
    change_contact,
    change_person,
    remove_portrait,
    set_portrait,
)
from councils.actions.privacy import hand_out_data, note_access, note_seen_lines
from councils.actions.rows import Doubtful, RowHasChanged
from councils.actions.seats import change_seat, delete_seat, seat_member
from councils.actions.staff import add_staff, change_staff
from councils.actions.substitutes import change_substitution, delete_substitution, name_substitute
from councils.actions.suggestions import (
    AlreadyAnswered,
    TooManySuggestions,
    accept_suggestion,
    change_own_contact,
    decline_suggestion,
    suggest_correction,
)
from councils.models.privacy import ANONYMOUS

__all__ = [
    "ANONYMOUS",
    "AlreadyAnswered",
    "AlreadyUndone",
    "ContactHasChanged",
    "Doubtful",
    "IsProtected",
    "LifeHasChanged",
    "PersonHasChanged",
    "PortraitHasChanged",
    "PostTaken",
    "RowHasChanged",
    "TooManySuggestions",
    "accept_suggestion",
    "add_office",
    "add_party",
    "add_staff",
    "anonymise_person",
    "appoint_secretary",
    "change_contact",
    "change_office",
    "change_own_contact",
    "change_party",
    "change_person",
    "change_seat",
    "change_staff",
    "change_substitution",
    "create_account",
    "decline_suggestion",
    "delete_office",
    "delete_party",
    "delete_seat",
    "delete_substitution",
    "forget_person",
    "forget_staff",
    "hand_out_data",
    "name_substitute",
    "note_access",
    "note_seen_lines",
    "protections",
    "record_life_event",
    "remove_portrait",
    "seat_leadership",
    "seat_member",
    "set_portrait",
    "suggest_correction",
    "undo_life_event",
    "unseat_leadership",
]

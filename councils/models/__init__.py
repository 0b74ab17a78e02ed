"""Who: councils, terms, municipalities, parties and lists, people, memberships, accounts."""

from councils.models.audit import AuditEntry
from councils.models.contacts import ContactDetails, Visibility
from councils.models.councils import (
    Council,
    CouncilMunicipality,
    MunicipalElection,
    Municipality,
    Term,
)
from councils.models.lives import LeaveOfAbsence, LifeEvent
from councils.models.memberships import CouncilMembership, Leadership, Substitution
from councils.models.papers import KeptDirectory
from councils.models.parties import ElectoralList, Party
from councils.models.people import Office, PartyMembership, Person
from councils.models.portraits import Portrait
from councils.models.privacy import ContactListAccess
from councils.models.suggestions import CorrectionSuggestion
from councils.models.users import SecretariatMember, User

__all__ = [
    "AuditEntry",
    "ContactDetails",
    "ContactListAccess",
    "CorrectionSuggestion",
    "Council",
    "CouncilMembership",
    "CouncilMunicipality",
    "ElectoralList",
    "KeptDirectory",
    "Leadership",
    "LeaveOfAbsence",
    "LifeEvent",
    "MunicipalElection",
    "Municipality",
    "Office",
    "Party",
    "PartyMembership",
    "Person",
    "Portrait",
    "SecretariatMember",
    "Substitution",
    "Term",
    "User",
    "Visibility",
]

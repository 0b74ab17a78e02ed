"""Who: councils, terms, municipalities, parties and lists, people, memberships, accounts."""

from councils.models.audit import AuditEntry
from councils.models.councils import (
    Council,
    CouncilMunicipality,
    MunicipalElection,
    Municipality,
    Term,
)
from councils.models.memberships import CouncilMembership, Leadership, Substitution
from councils.models.parties import ElectoralList, Party
from councils.models.people import ContactDetails, Office, PartyMembership, Person
from councils.models.users import SecretariatMember, User

__all__ = [
    "AuditEntry",
    "ContactDetails",
    "Council",
    "CouncilMembership",
    "CouncilMunicipality",
    "ElectoralList",
    "Leadership",
    "MunicipalElection",
    "Municipality",
    "Office",
    "Party",
    "PartyMembership",
    "Person",
    "SecretariatMember",
    "Substitution",
    "Term",
    "User",
]

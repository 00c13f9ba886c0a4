"""The nouns: people and their consents, homes and workplaces, files joined, keys, who may look."""

from county.records.residents.models.homes import Household, HouseholdMember, WorkLink
from county.records.residents.models.joins import Distinct, Joining, Moved
from county.records.residents.models.keys import Erasure, ResidentKey
from county.records.residents.models.looking import Allowance, Grant
from county.records.residents.models.people import (
    CODES,
    AgeBand,
    Code,
    Consent,
    ExternalIdentity,
    Resident,
    School,
    called,
)

__all__ = [
    "CODES",
    "AgeBand",
    "Allowance",
    "Code",
    "Consent",
    "Distinct",
    "Erasure",
    "ExternalIdentity",
    "Grant",
    "Household",
    "HouseholdMember",
    "Joining",
    "Moved",
    "Resident",
    "ResidentKey",
    "School",
    "WorkLink",
    "called",
]

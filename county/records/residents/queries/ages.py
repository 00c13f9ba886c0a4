"""What may be kept of a person, by their age (domain §6.6)."""

from __future__ import annotations

from county.kernel import clock
from county.records.residents import knowledge
from county.records.residents.models import Resident

TAGS_OF_MINORS = frozenset({"T0405"})
"""What may be set on somebody of 14 to 17, with the guardian informed (domain §6.6)."""


def is_minor(resident: Resident) -> bool:
    """Whether the person may still be under 18, as far as is known."""
    month = resident.born_month
    return month is not None and knowledge.is_minor(month, clock.today())


def guardian_informed(resident: Resident) -> bool:
    """Whether the guardian of a minor was told; true for who is none."""
    return not is_minor(resident) or resident.guardian_informed_at is not None


def may_have_tag(resident: Resident, code: str) -> bool:
    """Whether this tag may be on the person: none on a child; one on a minor, guardian informed."""
    if resident.is_child or resident.erased_at is not None:
        return False
    return not is_minor(resident) or (code in TAGS_OF_MINORS and guardian_informed(resident))


def may_have_fraud_profile(resident: Resident) -> bool:
    """Whether anything about fraud may be kept with the person: never of a minor (§6.6)."""
    return not resident.is_child and not is_minor(resident)

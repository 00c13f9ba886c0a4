"""Residents an officer may see; search by exact value through blind indexes."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from county.foundation.staff.policy import Holder
from county.kernel import numbers
from county.kernel.sealing import blind_index
from county.records.residents import access
from county.records.residents.models import Consent, ExternalIdentity, Resident


def residents_for(holder: Holder) -> QuerySet[Resident]:
    """The files this officer may see at all; every page starts here."""
    return access.scope(Resident.objects.all(), holder)


def found(words: str, holder: Holder) -> QuerySet[Resident]:
    """Files whose chosen name contains the words, or whose name, phone or number they are."""
    words = words.strip()
    hit = Q(alias__contains=words) | Q(name_index=blind_index("name", words))
    if numbers.is_phone(words):
        hit |= Q(phone_index=blind_index("phone", words))
    elif len(words) == 18:
        hit |= Q(identity_index=blind_index("id_no", words.upper()))
    elif words.isdecimal():
        hit |= Q(number=int(words[:15]))
    return residents_for(holder).filter(hit).order_by("-opened_at")


def by_phone(phone: str) -> Resident | None:
    """The resident who confirmed this phone number."""
    return Resident.objects.filter(phone_index=blind_index("phone", phone)).first()


def known_as(system: str, key: str) -> Resident | None:
    """The resident whom another system knows by this name."""
    found = (
        ExternalIdentity.objects.filter(system=system, key=key).select_related("resident").first()
    )
    return found.resident if found else None


def names_in(system: str, resident: Resident) -> list[str]:
    """The names under which another system knows the resident, the latest first."""
    rows = ExternalIdentity.objects.filter(system=system, resident=resident)
    return list(rows.order_by("-id").values_list("key", flat=True))


def consents(resident: Resident) -> list[Consent]:
    """What the resident last said on each scope."""
    rows = Consent.objects.filter(resident=resident).order_by("scope", "-id")
    return list(rows.distinct("scope"))

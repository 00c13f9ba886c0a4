"""Residents an officer may see; search by exact value through blind indexes."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.kernel import clock, numbers
from county.kernel.sealing import blind_index
from county.records.residents import access
from county.records.residents.models import Consent, ExternalIdentity, Grant, Resident


def residents_for(holder: Holder) -> QuerySet[Resident]:
    """The files this officer may see at all; every page starts here."""
    return access.scope(Resident.objects.filter(merged_into=None), holder)


def open_to(officer: Officer) -> QuerySet[Resident]:
    """The files whose page an officer may open: those of the own areas, and those with leave."""
    if not officer.has(access.Permit.READ):
        return Resident.objects.none()
    leave = Grant.objects.filter(officer=officer, until__gt=clock.now()).values("resident_id")
    return Resident.objects.filter(Q(pk__in=leave) | Q(pk__in=residents_for(officer).values("pk")))


def current(resident: Resident) -> Resident:
    """The file that speaks for the person now: where two were joined, the one that stayed."""
    for _step in range(20):
        if resident.merged_into is None:
            return resident
        resident = resident.merged_into
    return resident


def given_up_to(resident: Resident) -> list[Resident]:
    """The files that were joined to this one, and those joined to them."""
    found, waiting = [], [resident.pk]
    while waiting:
        rows = list(Resident.objects.filter(merged_into__in=waiting))
        waiting = [one.pk for one in rows]
        found += rows
    return found


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


def elsewhere(words: str, holder: Officer) -> Resident | None:
    """The file of another station whose phone, identity or number this exactly is, if any.

    Only that there is one is said, until the officer gives a reason.
    """
    words = words.strip()
    if not holder.has(access.Permit.READ):
        return None
    rows = Resident.objects.filter(merged_into=None, erased_at=None)
    if numbers.is_phone(words):
        rows = rows.filter(phone_index=blind_index("phone", words))
    elif len(words) == 18:
        rows = rows.filter(identity_index=blind_index("id_no", words.upper()))
    elif words.isdecimal() and len(words) <= 15:
        rows = rows.filter(number=int(words))
    else:
        return None
    return rows.exclude(pk__in=residents_for(holder).values("pk")).first()


def by_phone(phone: str) -> Resident | None:
    """The resident who confirmed this phone number."""
    found = Resident.objects.filter(phone_index=blind_index("phone", phone)).first()
    return current(found) if found else None


def known_as(system: str, key: str) -> Resident | None:
    """The resident whom another system knows by this name."""
    found = (
        ExternalIdentity.objects.filter(system=system, key=key).select_related("resident").first()
    )
    return current(found.resident) if found else None


def names_in(system: str, resident: Resident) -> list[str]:
    """The names under which another system knows the resident, the latest first."""
    rows = ExternalIdentity.objects.filter(system=system, resident=resident)
    return list(rows.order_by("-id").values_list("key", flat=True))


def consents(resident: Resident) -> list[Consent]:
    """What the resident last said on each scope, on this file or one joined to it."""
    latest: dict[str, Consent] = {}
    for one in consent_history(resident):
        latest.setdefault(one.scope, one)
    return [latest[scope] for scope in sorted(latest)]


def consent_history(resident: Resident) -> list[Consent]:
    """Everything the resident ever agreed to or took back, the latest first."""
    files = [resident.pk, *(one.pk for one in given_up_to(resident))]
    return list(Consent.objects.filter(resident__in=files).order_by("-at", "-id")[:500])


def may_rest_on(resident: Resident, scope: str) -> bool:
    """Whether the resident's consent to this scope stands now."""
    latest = next((one for one in consent_history(resident) if one.scope == scope), None)
    return latest is not None and latest.given

"""Leads: whose key, which receipt, what a reporter may see, who asked to open what."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.knowledge import part_of_day
from county.dimensions.helpdesk.models import Consent, LeadIdentity, Matter, UnitKey
from county.dimensions.helpdesk.queries.matters import matters_for
from county.foundation.staff.models import Officer
from county.kernel.ciphers import keyed_digest
from county.kernel.sealing import blind_index, declare, keyring
from county.records.residents.models import Resident

RECEIPTS = declare("receipt")
"""The key that signs receipts, and the salt under which an anonymous one names its box."""
SIGNS = 20


@dataclass(frozen=True, slots=True)
class Signed:
    """A receipt as its holder keeps it: a number and signs that nobody else can make."""

    number: str
    signs: str
    day: date
    part: str
    secrecy: str


def salt() -> bytes:
    """The system's salt of anonymous receipts; it lies in the keys folder, not in the database."""
    return keyring().index(RECEIPTS)


def signed(matter: Matter) -> Signed:
    """The receipt of a lead that was given on the ordinary pages."""
    day, part = part_of_day(matter.opened_at)
    said = f"lead|{matter.number}|{day}|{part}|{matter.lead.secrecy}".encode()
    signs = base64.b32encode(keyed_digest(keyring().index(RECEIPTS), said)).decode()[:SIGNS]
    return Signed(matter.number, signs, day, part, matter.lead.secrecy)


def of_receipt(number: str, signs: str) -> Matter | None:
    """The lead whose receipt this is; None for one that was never given."""
    lead = Matter.objects.select_related("lead").filter(kind="lead", number=number.upper()).first()
    if lead is None or not hasattr(lead, "lead"):
        return None
    right = signed(lead).signs
    return lead if _same(right, signs.upper()) else None


def _same(right: str, given: str) -> bool:
    """Compared by keyed digests, so that the time tells nothing."""
    key = salt()
    return keyed_digest(key, right.encode()) == keyed_digest(key, given.encode())


def index_of(resident_id: UUID) -> bytes:
    """By which a reporter's own secret leads are found again."""
    return blind_index("reporter", str(resident_id))


def is_reporter(matter: Matter, resident: Resident | None) -> bool:
    """Whether this resident gave the lead."""
    if resident is None:
        return False
    if matter.resident_id is not None:
        return matter.resident_id == resident.pk
    own = LeadIdentity.objects.filter(matter=matter, reporter_index=index_of(resident.pk))
    return own.exists()


def given_in_secret(resident_id: UUID) -> QuerySet[Matter]:
    """The secret leads of a resident, for the resident's own page and for nobody else."""
    own = LeadIdentity.objects.filter(reporter_index=index_of(resident_id)).values("matter")
    found = Matter.objects.filter(pk__in=own).select_related("assignee", "lead")
    return found.order_by("-opened_at")


def key_for(town: str) -> UnitKey | None:
    """The key of the unit that handles leads of this town; else of one for the whole county,
    else of any that has one."""
    row = key_row_for(town)
    return UnitKey.objects.get(pk=row[0]) if row else None


def key_row_for(town: str) -> tuple[UUID, bytes] | None:
    """The key's number and public half: all that the anonymous address may read of it."""
    rows = UnitKey.objects.filter(retired_at__isnull=True, department__isnull=False).order_by(
        "department_id"
    )
    found = list(rows.values_list("id", "public", "department__areas"))
    own = [row for row in found if town and town in row[2]]
    whole = [row for row in found if not row[2]]
    chosen = next(iter([*own, *whole, *found]), None)
    return (chosen[0], bytes(chosen[1])) if chosen else None


def public_of(key_id: UUID) -> bytes:
    """The public half of a key."""
    return bytes(UnitKey.objects.values_list("public", flat=True).get(pk=key_id))


def standing_of_keys() -> tuple[int, int]:
    """How many units have a key, and how many of these keys nobody could recover."""
    keys = UnitKey.objects.filter(retired_at__isnull=True, department__isnull=False)
    return keys.count(), keys.filter(recovery__isnull=True).count()


def of_box(locator: str) -> Matter:
    """The lead that a box has become."""
    return Matter.objects.get(box=locator)


def case_number(matter: Matter) -> str:
    """The case that the lead is linked to by now."""
    return Matter.objects.values_list("case_number", flat=True).get(pk=matter.pk)


def unit_keys(officer: Officer) -> QuerySet[UnitKey]:
    """The keys in use that the officer looks after: the unit's own, or everybody's."""
    keys = UnitKey.objects.filter(retired_at__isnull=True).select_related("department")
    if officer.has(Permit.COUNTY_KEY):
        return keys.order_by("department_id")
    return keys.filter(department=officer.department_id)


def own_key(officer: Officer) -> UnitKey | None:
    """The key that the officer's own unit uses; the county's for its holder."""
    if officer.has(Permit.COUNTY_KEY):
        return county_key()
    own = UnitKey.objects.filter(department=officer.department_id, retired_at__isnull=True)
    return own.first()


def county_key() -> UnitKey | None:
    """The key of the county's key holder."""
    return UnitKey.objects.filter(department__isnull=True, retired_at__isnull=True).first()


def consents_for(officer: Officer) -> QuerySet[Consent]:
    """What the officer asked for, what the officer may answer, and for the DPO everything."""
    every = Consent.objects.select_related("matter", "asked_by", "answered_by").order_by(
        "-asked_at"
    )
    if officer.has(Permit.COUNTY_KEY):
        return every
    mine = Q(asked_by=officer) | Q(answered_by=officer)
    if officer.has(Permit.CONSENT):
        mine |= Q(matter__in=matters_for(officer))
    return every.filter(mine)

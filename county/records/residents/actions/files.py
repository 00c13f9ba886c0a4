"""Open a file, confirm a phone, correct, record consent, show what is private for a reason."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from county.foundation.audit.actions import look
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.fields import reveal, set_sealed
from county.records.organisations.models import Organisation
from county.records.residents import queries
from county.records.residents.access import Permit
from county.records.residents.actions.ages import demand_grown, put_birthday
from county.records.residents.actions.joining import join
from county.records.residents.actions.looking import spend
from county.records.residents.events import (
    ConsentRecorded,
    ResidentCorrected,
    ResidentIdentified,
    ResidentOpened,
)
from county.records.residents.knowledge import birthday_in
from county.records.residents.models import Consent, ExternalIdentity, Resident, ResidentKey

NOTICE_VERSION = "2026-12"
"""The version of the first-contact notice that residents see now."""

DESK = System("desk")
FIRST_YEAR = 1900
"""Numbers with earlier births are for tests and the demonstration; they say nobody's birthday."""
PHONE = ("phone", "phone_index", "phone_masked")


@transaction.atomic
def open_file(*, alias: str = "", town_code: str = "", area_code: str = "") -> Resident:
    """Open an empty file for somebody who begins to write: no name, no number, nothing kept."""
    resident = Resident(alias=alias[:40], town_code=town_code, area_code=area_code or town_code)
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('residents_file_number')")
        resident.number = cursor.fetchone()[0]
    resident.save(force_insert=True)
    announce(ResidentOpened(resident_id=str(resident.pk)), by=DESK)
    return resident


@transaction.atomic
def meet(system: str, key: str, *, alias: str = "", town_code: str = "") -> Resident:
    """The resident whom another system knows by this name; a stranger gets an unnamed file."""
    known = queries.known_as(system, key)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            resident = open_file(alias=alias, town_code=town_code)
            ExternalIdentity.objects.create(resident=resident, system=system, key=key)
    except IntegrityError:  # two doors met the same stranger at once: the first file counts
        return (
            ExternalIdentity.objects.select_related("resident").get(system=system, key=key).resident
        )
    return resident


@transaction.atomic
def identify(resident: Resident, *, phone: str) -> Resident:
    """Note that the resident confirmed a phone by code; an older file of that phone is taken up.

    Comes back with the file that now speaks for the person. A phone that only a list stated opens
    no file: whoever confirms it has it, and an officer joins the two if they are one person.
    """
    demand_grown(resident)
    known = queries.by_phone(phone)
    if known is not None and known.pk != resident.pk and known.phone_stated:
        _give_up_phone(known)
    elif known is not None and known.pk != resident.pk:
        join(known, resident, reason=_("The phone was confirmed by code."), by=known)
        announce(ResidentIdentified(resident_id=str(known.pk)), by=known)
        return known
    set_sealed(resident, "phone", phone)
    resident.phone_stated = False
    resident.save(update_fields=[*PHONE, "phone_stated"])
    announce(ResidentIdentified(resident_id=str(resident.pk)), by=resident)
    return resident


def _give_up_phone(stated: Resident) -> None:
    """Let a file lose a phone that somebody else has confirmed."""
    set_sealed(stated, "phone", "")
    stated.phone_stated = False
    stated.save(update_fields=[*PHONE, "phone_stated"])
    fact = ResidentCorrected(resident_id=str(stated.pk), fields="phone")
    announce(fact, by=DESK)


@transaction.atomic
def correct(
    resident: Resident,
    *,
    by: Actor,
    alias: str | None = None,
    name: str | None = None,
    identity: str | None = None,
    address: str | None = None,
    area_code: str | None = None,
    organisation: Organisation | None = None,
) -> Resident:
    """Change what is kept of a resident; fields left out stay as they are.

    The birthday comes with the identity number. Raises ChildRefused for somebody under 14.
    """
    demand_grown(resident)
    changed: list[str] = []
    if identity and (birthday := birthday_in(identity)).year >= FIRST_YEAR:
        changed += put_birthday(resident, birthday)
    sealed = {"name": name, "identity": identity, "address": address}
    for field, value in sealed.items():
        if value is not None:
            set_sealed(resident, field, value)
            changed += [field, f"{field}_masked"] + (
                [] if field == "address" else [f"{field}_index"]
            )
    if alias is not None:
        resident.alias = alias[:40]
        changed.append("alias")
    if area_code is not None:
        resident.area_code, resident.town_code = area_code, area_code[:9]
        changed += ["area_code", "town_code"]
    if organisation is not None:
        resident.organisation = organisation
        changed.append("organisation")
    resident.save(update_fields=changed)
    announce(
        ResidentCorrected(resident_id=str(resident.pk), fields=" ".join(sorted(changed))), by=by
    )
    return resident


@transaction.atomic
def see_notice(resident: Resident) -> None:
    """Note that the resident was shown who keeps what and why, before the first word."""
    resident.notice_version, resident.notice_seen_at = NOTICE_VERSION, clock.now()
    resident.save(update_fields=["notice_version", "notice_seen_at"])


@transaction.atomic
def record_consent(
    resident: Resident, *, scope: str, given: bool, evidence: str, by: Actor, channel: str = ""
) -> None:
    """Add a consent or its withdrawal; what was said before stays readable.

    A withdrawal is announced as ConsentRecorded with `given` False: whatever rests on that consent
    ends within the day (appendix F 27).
    """
    Consent.objects.create(
        resident=resident,
        scope=scope,
        given=given,
        notice_version=NOTICE_VERSION,
        channel=channel,
        evidence=evidence[:200],
    )
    announce(ConsentRecorded(resident_id=str(resident.pk), scope=scope, given=given), by=by)


@transaction.atomic
def show_private(
    resident: Resident, *, reason: str, by: Officer, because: str = "", address: str = ""
) -> dict[str, str]:
    """The private fields in clear, for an officer who says why; the look is on record first."""
    demand(by, Permit.REVEAL)
    spend(resident, by)
    fields = [field for field in Resident.PRIVATE if getattr(resident, field)]
    look(
        by,
        f"resident:{resident.pk}",
        fields=" ".join(fields) or "-",
        reason=reason,
        because=because,
        address=address,
    )
    return {field: reveal(resident, field) for field in fields}


@transaction.atomic
def touch(resident_id: UUID | str) -> None:
    """Note, once a day, that the person was in contact: silent files are archived (E31)."""
    now = clock.now()
    old = Resident.objects.filter(pk=resident_id, last_contact_at__lt=now - timedelta(days=1))
    old.update(last_contact_at=now, archived_at=None)


@transaction.atomic
def note_phone(resident: Resident, *, phone: str, by: Actor) -> Resident:
    """Keep a phone that came with a list; nobody has confirmed it by code.

    Raises Refused where another file has it.
    """
    demand_grown(resident)
    if queries.by_phone(phone) is not None:
        raise Refused(_("Another file has this phone already."))
    set_sealed(resident, "phone", phone)
    resident.phone_stated = True
    resident.save(update_fields=[*PHONE, "phone_stated"])
    announce(ResidentCorrected(resident_id=str(resident.pk), fields="phone"), by=by)
    return resident


@transaction.atomic
def withdraw(resident: Resident) -> None:
    """Remove a file that a list opened by mistake and nobody has used.

    Raises ProtectedError where anything hangs on it.
    """
    key = resident.pk
    resident.delete()
    ResidentKey.objects.filter(pk=key).delete()

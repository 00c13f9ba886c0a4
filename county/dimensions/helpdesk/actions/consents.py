"""What one officer may not do alone: open who gave a secret lead, link a lead to a person."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions.cases import case_of
from county.dimensions.helpdesk.actions.leads import fit
from county.dimensions.helpdesk.events import ConsentAnswered, ConsentAsked, ConsentUsed
from county.dimensions.helpdesk.flow import Kind
from county.dimensions.helpdesk.models import Consent, LeadIdentity, LeadPerson, Matter
from county.dimensions.helpdesk.queries.matters import matters_for
from county.foundation.audit.actions import look
from county.foundation.events.actions import announce
from county.foundation.notices.actions import tell
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from county.kernel.fields import reveal
from county.kernel.saying import saying
from county.kernel.text import clean
from county.records.residents import actions as residents
from county.records.residents.models import Resident

HOLDS = timedelta(hours=24)
"""How long a consent holds, and how long a question waits for one; local design value."""
PAGE = "/helpdesk/leads/consents/"
TO_ANSWER = f"{PAGE}to-answer/"


@dataclass(frozen=True, slots=True)
class Shown:
    """Who gave a lead, for this one answer."""

    called: str
    private: dict[str, str] = field(default_factory=dict)


@transaction.atomic
def ask(
    matter: Matter, *, what: str, case_number: str, reason: str, by: Officer,
    person_number: int | None = None,
) -> Consent:  # fmt: skip
    """Ask a second person to agree; everybody who may answer is told."""
    demand(by, Permit.LEADS)
    case, reason = case_of(case_number), fit(clean(reason, 200).strip())
    if matter.kind != Kind.LEAD or what not in Consent.What.values:
        raise Refused(_("There is no such step for this matter."))
    if not case or not reason:
        raise Refused(_("Give the number of the case and the reason."))
    if what == Consent.What.IDENTITY and not LeadIdentity.objects.filter(matter=matter).exists():
        raise Refused(_("Nobody's identity is kept with this lead."))
    if what == Consent.What.PERSON and not Resident.objects.filter(number=person_number).exists():
        raise Refused(_("There is no file with this number."))
    consent = Consent.objects.create(
        matter=matter, what=what, case_number=case, reason=reason, asked_by=by,
        person_number=person_number if what == Consent.What.PERSON else None,
    )  # fmt: skip
    announce(ConsentAsked(matter_id=str(matter.pk), consent_id=str(consent.pk), what=what), by=by)
    able = staff.holders(Permit.CONSENT, area=matter.town_code).exclude(pk=by.pk)
    tell(
        list(able),
        title=saying(gettext_noop("Your consent is asked: %s"), matter.number),
        text=reason,
        url=TO_ANSWER,
        by=by,
        about=matter.subject,
        to_stand_ins=False,
    )
    return consent


@transaction.atomic
def answer(consent: Consent, *, granted: bool, by: Officer, note: str = "") -> Consent:
    """Agree or refuse: somebody else than who asked, once, within a day."""
    demand(by, Permit.CONSENT)
    consent = _locked(consent.pk)
    if consent.asked_by_id == by.pk:
        raise NotAllowed(_("Whoever asks does not answer. A second person has to agree."))
    _demand_reach(consent, by)
    if consent.answer:
        raise Refused(_("This has been answered already."))
    if consent.asked_at < clock.now() - HOLDS:
        raise Refused(_("This was asked more than a day ago. It has to be asked again."))
    consent.answer = Consent.Answer.GRANTED if granted else Consent.Answer.REFUSED
    consent.answered_by, consent.answered_at = by, clock.now()
    consent.answer_note = fit(clean(note, 200).strip())
    consent.save(update_fields=["answer", "answered_by", "answered_at", "answer_note"])
    announce(
        ConsentAnswered(
            matter_id=str(consent.matter_id), consent_id=str(consent.pk), granted=granted
        ),
        by=by,
    )
    tell(
        [consent.asked_by],
        title=saying(gettext_noop("Your question was answered: %s"), consent.matter.number),
        url=PAGE,
        by=by,
        about=consent.matter.subject,
    )
    return consent


@transaction.atomic
def use(consent: Consent, *, by: Officer, address: str = "") -> Shown:
    """Do what two agreed to, once: open the identity, or link the person. The look is on record."""
    demand(by, Permit.LEADS)
    consent = _locked(consent.pk)
    if consent.asked_by_id != by.pk:
        raise NotAllowed(_("Only who asked may do it."))
    if consent.answer != Consent.Answer.GRANTED or consent.answered_at is None:
        raise NotAllowed(_("A second person has to agree first."))
    if consent.used_at is not None:
        raise Refused(_("This was done already. It has to be asked again."))
    if consent.answered_at < clock.now() - HOLDS:
        raise Refused(_("The consent is more than a day old. It has to be asked again."))
    consent.used_at = clock.now()
    consent.save(update_fields=["used_at"])
    matter = consent.matter
    look(
        by, matter.subject, fields="reporter" if consent.what == "identity" else "person",
        reason=consent.reason, because=consent.case_number, address=address,
    )  # fmt: skip
    announce(
        ConsentUsed(matter_id=str(matter.pk), consent_id=str(consent.pk), what=consent.what),
        by=by,
    )
    if consent.what == Consent.What.PERSON:
        number = consent.person_number or 0
        LeadPerson.objects.create(matter=matter, consent=consent, person_number=number)
        return Shown(f"R{number}")
    return _identity(matter, consent, by=by, address=address)


def _identity(matter: Matter, consent: Consent, *, by: Officer, address: str) -> Shown:
    kept = LeadIdentity.objects.filter(matter=matter).first()
    if kept is None:
        raise Refused(_("Nobody's identity is kept with this lead."))
    resident = Resident.objects.get(pk=UUID(reveal(kept, "reporter")))
    private = residents.show_private(
        resident, reason=consent.reason, by=by, because=consent.case_number, address=address
    )
    return Shown(resident.called, private)


def _locked(key: UUID) -> Consent:
    """The question as it is now, held until the transaction ends: of two at once, one is second."""
    found = Consent.objects.select_for_update(of=("self",)).select_related("matter", "asked_by")
    return found.get(pk=key)


def _demand_reach(consent: Consent, by: Officer) -> None:
    if by.has(Permit.COUNTY_KEY):
        return
    if not matters_for(by).filter(pk=consent.matter_id).exists():
        raise NotAllowed(_("This lead lies outside your area."))

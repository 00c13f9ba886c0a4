"""Propose a tag, approve what is sensitive, confirm it, set one's own, renew it, end it."""

from __future__ import annotations

from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.numbers import uuid7
from county.records.residents.models import Resident
from county.records.tags import doors, queries
from county.records.tags.access import Permit
from county.records.tags.actions.parts import (
    CLOCK,
    AlreadyThere,
    consent,
    ids,
    known,
    last_day,
    let_end,
    locked,
    may_have,
    put_in_force,
    save,
    sayable,
)
from county.records.tags.events import (
    ProposalLapsed,
    TagApproved,
    TagEnded,
    TagProposed,
    TagRenewed,
    TagSet,
)
from county.records.tags.flow import OPEN, TAGGING, State
from county.records.tags.knowledge import (
    CLASS_C,
    OFFICER,
    PERSONALISED,
    REFUSALS,
    SENSITIVE,
    SYSTEM,
    UNCONFIRMED_DAYS,
)
from county.records.tags.models import Tagging


@transaction.atomic
def propose(
    resident: Resident, code: str, *, why: str, by: Officer, evidence: str = "",
    case_number: str = "",
) -> Tagging:  # fmt: skip
    """Lay a tag before the resident, who confirms it or not; what a statute names is in force.

    Raises Refused for a tag that officers do not set, Incomplete for words that must not stand
    in a note about a person, and for a sensitive tag without the number of a case.
    """
    demand(by, Permit.PROPOSE)
    tagging = lay(resident, code, why=why, by=by, evidence=evidence, case_number=case_number)
    statutory = tagging.tag.by_statute and not tagging.waits_for_approval
    return put_statutory_in_force(tagging, by=by) if statutory else tagging


@transaction.atomic
def lay(
    resident: Resident, code: str, *, why: str, by: Officer, evidence: str = "",
    case_number: str = "",
) -> Tagging:  # fmt: skip
    """As `propose`, for an officer whose WeCom says it, whatever the post includes.

    It stays a proposal: nothing that happens in the background puts a tag in force.
    """
    tag = known(code)
    if OFFICER not in tag.setters:
        raise Refused(_("Officers do not set this tag: only the resident, or the system, does."))
    if tag.level >= SENSITIVE:
        demand(by, Permit.SENSITIVE)
    case_number = case_number.strip()[:40]
    if tag.grade == CLASS_C and not case_number:
        raise Incomplete(_("A sensitive tag needs the number of the case or matter."))
    why = sayable(why)
    may_have(resident, tag)
    key = uuid7()
    try:
        with transaction.atomic():
            doors.lay(key, resident.pk, code, why=why, officer=by.pk, evidence=evidence[:100],
                      case_number=case_number)  # fmt: skip
    except IntegrityError as error:  # two proposed it at once
        raise AlreadyThere(_("The resident has this tag already, or it is proposed.")) from error
    tagging = Tagging.objects.select_related("resident", "officer").get(pk=key)
    announce(TagProposed(**ids(tagging)), by=by)
    return tagging


@transaction.atomic
def put_statutory_in_force(tagging: Tagging, *, by: Officer) -> Tagging:
    """Put in force what repeats a duty that a statute names; no consent is asked."""
    demand(by, Permit.PROPOSE)
    tagging = locked(tagging)
    if not tagging.tag.by_statute or tagging.waits_for_approval:
        raise Refused(_("This tag is in force when the resident agrees."))
    TAGGING.move(tagging, "put_in_force")
    return put_in_force(tagging, by=by)


@transaction.atomic
def approve(tagging: Tagging, *, by: Officer) -> Tagging:
    """Agree, as the second officer, that the resident is asked about a sensitive tag (E9)."""
    demand(by, Permit.APPROVE)
    tagging = locked(tagging)
    if not tagging.waits_for_approval:
        raise Refused(_("This proposal waits for nobody's approval."))
    if tagging.officer_id == by.pk:
        raise NotAllowed(_("A second officer approves, not the one who proposed."))
    tagging.approved_by, tagging.approved_at = by, clock.now()
    tagging.save(update_fields=["approved_by", "approved_at"])
    announce(TagApproved(**ids(tagging)), by=by)
    return tagging


@transaction.atomic
def confirm(tagging: Tagging, *, by: Resident) -> Tagging:
    """Let the resident agree to a proposal; the consent is kept with it (个人信息保护法 §14)."""
    tagging = _of(tagging, by)
    if tagging.waits_for_approval:
        raise Refused(_("A second officer has not approved this proposal yet."))
    TAGGING.move(tagging, "confirm")
    consent(tagging, given=True, by=by)
    return put_in_force(tagging, by=by)


@transaction.atomic
def set_own(resident: Resident, code: str) -> Tagging:
    """Let a resident set a tag themselves; one that was proposed is confirmed."""
    tag = known(code)
    if not queries.may_set_alone(resident, tag):
        raise Refused(_("Residents do not set this tag themselves."))
    proposed = Tagging.objects.filter(resident=resident, code=code, state=State.PROPOSED).first()
    if proposed is not None:
        return confirm(proposed, by=resident)
    may_have(resident, tag)
    tagging = blank(resident, code, by=resident)
    consent(tagging, given=True, by=resident)
    return put_in_force(tagging, by=resident)


def blank(resident: Resident, code: str, *, by: Actor) -> Tagging:
    """A tagging that a person is about to put in force themselves."""
    tag = known(code)
    return Tagging(
        resident=resident, code=tag.code, grade=tag.grade, one_of=tag.one_of, basis=tag.basis,
        proposed_by=by.actor, proposed_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def note(resident: Resident, code: str, *, by: System, evidence: str = "") -> Tagging:
    """Let the system set a tag for something that happened in it, such as a visit."""
    tag = known(code)
    if SYSTEM not in tag.setters or tag.code in (PERSONALISED, *REFUSALS):  # the person's own word
        raise Refused(_("The system does not set this tag."))
    may_have(resident, tag)
    key = uuid7()
    for ended in doors.note(key, resident.pk, code, by=by.actor, evidence=evidence[:100]):
        told = TagEnded(tagging_id=str(ended), resident_id=str(resident.pk))
        announce(told, by=by)
    tagging = Tagging.objects.select_related("resident").get(pk=key)
    announce(TagSet(**ids(tagging)), by=by)
    return tagging


@transaction.atomic
def clear(resident: Resident, code: str, *, by: System) -> None:
    """Let the system end a tag of its own, such as a follow-up that was made."""
    if SYSTEM not in known(code).setters:
        raise Refused(_("The system does not set this tag."))
    for tagging in Tagging.objects.filter(resident=resident, code=code, state__in=OPEN):
        let_end(tagging, by=by, reason="")


@transaction.atomic
def renew(tagging: Tagging, *, by: Resident) -> Tagging:
    """Let the resident keep a tag for another term; what an officer wrote becomes its reason."""
    tagging = _of(tagging, by)
    TAGGING.move(tagging, "renew")
    tagging.why = tagging.renewal_why or tagging.why
    consent(tagging, given=True, by=by)
    return _renewed(tagging, by=by)


@transaction.atomic
def ask_to_renew(tagging: Tagging, *, why: str, by: Officer) -> Tagging:
    """Ask the resident to keep a tag for another term, with a new reason (E8).

    What repeats a duty that a statute names is renewed at once.
    """
    demand(by, Permit.PROPOSE)
    tagging, why = locked(tagging), sayable(why)
    if OFFICER not in tagging.tag.setters:
        raise Refused(_("Officers do not set this tag: only the resident, or the system, does."))
    if why in (tagging.why, tagging.renewal_why):
        raise Incomplete(_("A renewal needs a reason of its own, not the old one again."))
    TAGGING.move(tagging, "renew")
    if tagging.tag.by_statute:
        tagging.why = why
        return _renewed(tagging, by=by)
    tagging.renewal_why, tagging.renewal_officer = why, by
    tagging.save(update_fields=["renewal_why", "renewal_officer"])
    return tagging


def _renewed(tagging: Tagging, *, by: Actor) -> Tagging:
    tagging.until, tagging.renewed_at = last_day(tagging.tag), clock.now()
    tagging.renewal_why, tagging.renewal_officer = "", None
    save(tagging)
    announce(TagRenewed(**ids(tagging)), by=by)
    return tagging


@transaction.atomic
def end(tagging: Tagging, *, by: Actor, reason: str = "") -> Tagging:
    """Take a tag or a proposal back: the resident at any time, officers with a reason."""
    if isinstance(by, Officer):
        demand(by, Permit.PROPOSE)
        reason = sayable(reason)
    elif isinstance(by, Resident):
        tagging = _of(tagging, by)
        if tagging.state != State.PROPOSED and not tagging.tag.by_statute:
            consent(tagging, given=False, by=by)
    TAGGING.move(tagging, "end")
    let_end(tagging, by=by, reason=reason)
    return tagging


@transaction.atomic
def let_run_out() -> int:
    """End what has passed its last day; delete what nobody confirmed (§6.5). Says how many."""
    over = queries.run_out(clock.today())
    for tagging in over:
        let_end(tagging, by=CLOCK, reason="")
    lapsed = [one for one in queries.unconfirmed(clock.now()) if _lapse(one)]
    return len(over) + len(lapsed)


def _lapse(tagging: Tagging) -> bool:
    gone = doors.lapse(tagging.pk, before=clock.now() - timedelta(days=UNCONFIRMED_DAYS))
    if gone:
        announce(ProposalLapsed(**ids(tagging)), by=CLOCK)
    return gone


def _of(tagging: Tagging, resident: Resident) -> Tagging:
    """The resident's own tagging, held; raises NotAllowed for anybody else's."""
    tagging = locked(tagging)
    if tagging.resident_id != resident.pk:
        raise NotAllowed(_("Only the resident whom it is about confirms a tag."))
    return tagging

"""What residents may always do about their tags; who decides an objection."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import saying
from county.kernel.text import clean
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.tags import queries
from county.records.tags.access import Permit
from county.records.tags.actions.parts import (
    end_rivals,
    ids,
    known,
    let_end,
    locked,
    may_have,
    put_in_force,
    save,
    sayable,
)
from county.records.tags.actions.setting import blank
from county.records.tags.events import (
    ObjectionDecided,
    ObjectionMade,
    TagPaused,
    TagResumed,
)
from county.records.tags.flow import HELD, TAGGING, State
from county.records.tags.knowledge import DECIDE_WITHIN, EMERGENCY_ONLY, GENERIC_ONLY
from county.records.tags.models import Objection, Tagging
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind

SHORTEST_WORDS, LONGEST_WORDS = 2, 300
OVERSIGHT = "DPO"
"""The department that decides where no other officer may."""


def _mine(tagging: Tagging, by: Resident) -> Tagging:
    tagging = locked(tagging)
    if tagging.resident_id != by.pk:
        raise NotAllowed(_("Only the resident whom it is about says this of a tag."))
    return tagging


@transaction.atomic
def freeze(tagging: Tagging, *, by: Resident) -> Tagging:
    """Let a tag have no effect until its resident says otherwise; it still ends on its day."""
    tagging = _mine(tagging, by)
    TAGGING.move(tagging, "freeze")
    tagging.save(update_fields=["state"])
    announce(TagPaused(**ids(tagging)), by=by)
    return tagging


@transaction.atomic
def unfreeze(tagging: Tagging, *, by: Resident) -> Tagging:
    """Let a frozen tag have its effect again."""
    tagging = _mine(tagging, by)
    TAGGING.move(tagging, "unfreeze")
    end_rivals(tagging, by=by)
    save(tagging)
    announce(TagResumed(**ids(tagging)), by=by)
    return tagging


@transaction.atomic
def object_to(tagging: Tagging, *, words: str, by: Resident) -> Objection:
    """Say that a tag is wrong: it has no effect from now on, and another officer decides (E11)."""
    tagging, words = _mine(tagging, by), clean(words, LONGEST_WORDS).strip()
    if len(words) < SHORTEST_WORDS:
        raise Incomplete(_("Say in a few words what is wrong."))
    TAGGING.move(tagging, "object")
    tagging.save(update_fields=["state"])
    due = clock.end_of_day(clock.add_working_days(clock.today(), DECIDE_WITHIN))
    objection = Objection.objects.create(
        tagging=tagging, words=words, due_at=due, made_at=clock.now()
    )
    announce(TagPaused(**ids(tagging)), by=by)
    told = ObjectionMade(objection_id=str(objection.pk), resident_id=str(by.pk))
    announce(told, by=by)
    _give_to_somebody(objection, by=by)
    return objection


def _give_to_somebody(objection: Objection, *, by: Resident) -> None:
    """Put the decision on the worklist of an officer who had no part in the tag."""
    tagging = objection.tagging
    able = staff.holders(Permit.DECIDE, area=tagging.resident.area_code)
    able = able.exclude(pk__in=queries.took_part(tagging)).order_by("department_id", "pk")
    officer = able.exclude(department_id=OVERSIGHT).first() or able.first()
    worklist.assign(
        key=f"objection:{objection.pk}",
        kind=Kind.OTHER,
        title=saying(gettext_noop("Decide an objection to a tag")),
        why=saying(
            gettext_noop("A resident says that a tag is wrong; it has no effect until then.")
        ),
        basis=saying(gettext_noop("15 working days, local design value")),
        about=f"objection:{objection.pk}",
        due_at=objection.due_at,
        officer=officer,
        department=None if officer else Department.objects.get(pk=OVERSIGHT),
        by=by,
        url=f"/tags/objections/{objection.pk}/",
        area_code=tagging.resident.area_code,
        apart=queries.took_part(tagging),
    )


@transaction.atomic
def decide(objection: Objection, *, upheld: bool, answer: str, by: Officer) -> Objection:
    """Say whether the resident is right; if so the tag ends, else it has its effect again.

    Raises NotAllowed for whoever proposed, approved or confirmed the tag.
    """
    demand(by, Permit.DECIDE)
    objection = Objection.objects.select_for_update(of=("self",)).get(pk=objection.pk)
    tagging = locked(objection.tagging)
    if by.pk in queries.took_part(tagging):
        raise NotAllowed(_("Whoever had a part in the tag does not decide about it."))
    if objection.decided_at is not None:
        raise Refused(_("This objection has been decided."))
    objection.answer = sayable(answer, longest=LONGEST_WORDS)
    objection.officer, objection.upheld, objection.decided_at = by, upheld, clock.now()
    objection.save(update_fields=["answer", "officer", "upheld", "decided_at"])
    if tagging.state == State.CONTESTED:
        _carry_out(tagging, upheld=upheld, by=by)
    told = ObjectionDecided(
        objection_id=str(objection.pk), resident_id=str(tagging.resident_id), upheld=upheld
    )
    announce(told, by=by)
    worklist.settle(f"objection:{objection.pk}", outcome=objection.answer, by=by)
    return objection


def _carry_out(tagging: Tagging, *, upheld: bool, by: Officer) -> None:
    if upheld:
        let_end(tagging, by=by, reason=_("the resident's objection was upheld"))
        return
    TAGGING.move(tagging, "restore")
    end_rivals(tagging, by=by)
    save(tagging)
    announce(TagResumed(**ids(tagging)), by=by)


@transaction.atomic
def refuse(resident: Resident, code: str, *, on: bool) -> None:
    """Let a resident switch “generic content only” or “emergencies only” on or off (§24)."""
    if code not in (GENERIC_ONLY, EMERGENCY_ONLY):
        raise Refused(_("Residents do not set this tag themselves."))
    standing = Tagging.objects.filter(resident=resident, code=code, state__in=HELD).first()
    if on and standing is None:
        may_have(resident, known(code))
        put_in_force(blank(resident, code, by=resident), by=resident)
    elif on and standing is not None and standing.state == State.FROZEN:
        unfreeze(standing, by=resident)
    elif not on and standing is not None:
        let_end(standing, by=resident, reason="")


@transaction.atomic
def withdraw(resident: Resident, scope: str) -> int:
    """Take a consent back; every tag that rests on it ends in the same moment (I27)."""
    residents.record_consent(resident, scope=scope, given=False, evidence="phone", by=resident)
    return end_what_rested_on(resident, scope, by=resident)


@transaction.atomic
def end_what_rested_on(resident: Resident, scope: str, *, by: Resident) -> int:
    """End the tags whose consent was taken back; says how many."""
    rested = queries.resting_on(resident, scope)
    for tagging in rested:
        let_end(tagging, by=by, reason=_("the consent was taken back"))
    return len(rested)

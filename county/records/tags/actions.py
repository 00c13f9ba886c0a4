"""Propose a tag, confirm it, set one's own, end it; let what is old run out."""

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
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.residents.wording import require_sayable
from county.records.tags import queries
from county.records.tags.access import Permit
from county.records.tags.events import ProposalLapsed, TagEnded, TagProposed, TagSet
from county.records.tags.flow import TAGGING, State
from county.records.tags.knowledge import (
    LONGEST_WHY,
    OFFICER,
    SENSITIVE,
    SYSTEM,
    Tag,
    tags,
)
from county.records.tags.models import Tagging

CLOCK = System("clock")


class AlreadyThere(Refused):
    """The resident has this tag, or it is proposed."""


@transaction.atomic
def propose(resident: Resident, code: str, *, why: str, by: Officer) -> Tagging:
    """Lay a tag before the resident, who confirms it or not; what a statute names is in force.

    Raises Refused for a tag that officers do not set, Incomplete for words that must not stand
    in a note about a person.
    """
    demand(by, Permit.PROPOSE)
    return lay(resident, code, why=why, by=by)


@transaction.atomic
def lay(resident: Resident, code: str, *, why: str, by: Officer) -> Tagging:
    """As `propose`, for an officer whose WeCom says it, whatever the post includes."""
    tag = _tag(code)
    if OFFICER not in tag.setters:
        raise Refused(_("Officers do not set this tag: only the resident, or the system, does."))
    if tag.level >= SENSITIVE:
        demand(by, Permit.SENSITIVE)
    tagging = _new(resident, tag, why=_sayable(why), by=by)
    tagging.officer = by
    return _put_in_force(tagging, by=by) if tag.by_statute else _proposed(tagging, by=by)


@transaction.atomic
def confirm(tagging: Tagging, *, by: Resident) -> Tagging:
    """Let the resident agree to a proposal; the consent is kept with it (个人信息保护法 §14)."""
    tagging = Tagging.objects.select_for_update(of=("self",)).get(pk=tagging.pk)
    if tagging.resident_id != by.pk:
        raise NotAllowed(_("Only the resident whom it is about confirms a tag."))
    TAGGING.move(tagging, "confirm")
    _consent(tagging, given=True, by=by)
    return _put_in_force(tagging, by=by)


@transaction.atomic
def set_own(resident: Resident, code: str) -> Tagging:
    """Let a resident set a tag themselves; one that was proposed is confirmed."""
    tag = _tag(code)
    if not tag.set_alone:
        raise Refused(_("Residents do not set this tag themselves."))
    known = Tagging.objects.filter(resident=resident, code=code, state=State.PROPOSED).first()
    if known is not None:
        return confirm(known, by=resident)
    tagging = _new(resident, tag, why="", by=resident)
    _consent(tagging, given=True, by=resident)
    return _put_in_force(tagging, by=resident)


@transaction.atomic
def note(resident: Resident, code: str, *, by: System) -> Tagging:
    """Let the system set a tag for something that happened in it, such as a visit."""
    tag = _tag(code)
    if SYSTEM not in tag.setters:
        raise Refused(_("The system does not set this tag."))
    return _put_in_force(_new(resident, tag, why="", by=by), by=by)


@transaction.atomic
def end(tagging: Tagging, *, by: Actor, reason: str = "") -> Tagging:
    """Take a tag or a proposal back: the resident at any time, officers with a reason."""
    tagging = Tagging.objects.select_for_update(of=("self",)).get(pk=tagging.pk)
    if isinstance(by, Officer):
        demand(by, Permit.PROPOSE)
        reason = _sayable(reason)
    elif isinstance(by, Resident):
        if tagging.resident_id != by.pk:
            raise NotAllowed(_("Only the resident whom it is about confirms a tag."))
        if tagging.state == State.ACTIVE:
            _consent(tagging, given=False, by=by)
    TAGGING.move(tagging, "end")
    tagging.ended_at, tagging.ended_by, tagging.end_reason = clock.now(), by.actor, reason
    tagging.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
    announce(TagEnded(**_ids(tagging)), by=by)
    return tagging


@transaction.atomic
def let_run_out() -> int:
    """End what has reached its last day; delete what nobody confirmed (§6.5). Says how many."""
    over = queries.run_out(clock.today())
    for tagging in over:
        end(tagging, by=CLOCK, reason="")
    lapsed = queries.unconfirmed(clock.now())
    for tagging in lapsed:
        announce(ProposalLapsed(**_ids(tagging)), by=CLOCK)
        tagging.delete()
    return len(over) + len(lapsed)


def _tag(code: str) -> Tag:
    if code not in tags():
        raise Refused(_("The library has no such tag."))
    return tags()[code]


def _sayable(why: str) -> str:
    """The reason, if it may stand in a note about a person."""
    why = why.strip()
    if not 2 <= len(why) <= LONGEST_WHY:
        raise Incomplete(_("Say why in 2 to 60 characters. The resident can read it."))
    return require_sayable(why)


def _new(resident: Resident, tag: Tag, *, why: str, by: Actor) -> Tagging:
    tagging = Tagging(
        resident=resident, code=tag.code, why=why, basis=tag.basis, proposed_by=by.actor
    )
    if Tagging.objects.filter(resident=resident, code=tag.code, state__in=queries.OPEN).exists():
        raise AlreadyThere(_("The resident has this tag already, or it is proposed."))
    return tagging


def _proposed(tagging: Tagging, *, by: Actor) -> Tagging:
    _save(tagging)
    announce(TagProposed(**_ids(tagging)), by=by)
    return tagging


def _put_in_force(tagging: Tagging, *, by: Actor) -> Tagging:
    days = tagging.tag.days
    tagging.state = State.ACTIVE
    tagging.confirmed_at, tagging.confirmed_by = clock.now(), by.actor
    tagging.until = clock.today() + timedelta(days=days) if days else None
    _save(tagging)
    announce(TagSet(**_ids(tagging)), by=by)
    return tagging


def _save(tagging: Tagging) -> None:
    try:
        with transaction.atomic():
            tagging.save()
    except IntegrityError as error:  # two proposed it at once
        raise AlreadyThere(_("The resident has this tag already, or it is proposed.")) from error


def _consent(tagging: Tagging, *, given: bool, by: Resident) -> None:
    """Keep the consent, or its withdrawal, for the tag alone where the law asks for that."""
    residents.record_consent(
        tagging.resident,
        scope=tagging.tag.scope,
        given=given,
        evidence=f"tagging:{tagging.pk}",
        by=by,
    )


def _ids(tagging: Tagging) -> dict[str, str]:
    return {"tagging_id": str(tagging.pk), "resident_id": str(tagging.resident_id)}

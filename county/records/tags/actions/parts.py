"""What every verb on tags needs: the library's word, a sayable reason, who may have which tag."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.switches import queries as switches
from county.foundation.switches.registry import TAGS_USE
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.records.residents import actions as residents
from county.records.residents.models import Consent, Resident
from county.records.residents.wording import require_sayable
from county.records.tags import doors
from county.records.tags.events import TagEnded, TagSet
from county.records.tags.flow import OPEN, State
from county.records.tags.knowledge import (
    LONGEST_WHY,
    MINORS_MAY_HAVE,
    REFUSALS,
    YOUTH,
    Tag,
    tags,
)
from county.records.tags.models import Tagging

CLOCK = System("clock")
DESK = System("desk")


class AlreadyThere(Refused):
    """The resident has this tag, or it is proposed."""


class NoticeNotSeen(Refused):
    """Nothing is tagged before the person was told what is kept and why (E18)."""


class NotForMinors(Refused):
    """On somebody of 14 to 17 stands what protects them, and nothing else (§6.6)."""


def known(code: str) -> Tag:
    """The library's tag of this code; raises Refused if there is none."""
    if code not in tags():
        raise Refused(_("The library has no such tag."))
    return tags()[code]


def sayable(why: str, *, longest: int = LONGEST_WHY) -> str:
    """The reason, if it may stand in a note about a person."""
    why = why.strip()
    if not 2 <= len(why) <= longest:
        raise Incomplete(
            _("Say why in 2 to %(longest)s characters. The resident can read it.")
            % {"longest": longest}
        )
    return require_sayable(why)


def may_have(resident: Resident, tag: Tag) -> None:
    """Refuse a tag that must not stand on this person, or not yet; a refusal always may."""
    if not switches.is_on(TAGS_USE) and tag.code not in REFUSALS:
        raise Refused(_("The use of tags is switched off."))
    if resident.notice_seen_at is None and tag.code not in REFUSALS:
        raise NoticeNotSeen(_("The resident has not yet seen what is kept and why."))
    minor = getattr(resident, "age_band", "") == YOUTH
    if minor and tag.code not in MINORS_MAY_HAVE:
        raise NotForMinors(_("Of somebody aged 14 to 17 no such tag is kept."))
    if tag.needs_guardian and not (minor and getattr(resident, "guardian_informed_at", None)):
        raise NotForMinors(_("A guardian must be told first, and the person be 14 to 17."))
    if Tagging.objects.filter(resident=resident, code=tag.code, state__in=OPEN).exists():
        raise AlreadyThere(_("The resident has this tag already, or it is proposed."))


def last_day(tag: Tag) -> date | None:
    """The last day of a tag that comes into force today; None where it has none."""
    return clock.today() + timedelta(days=tag.days) if tag.days else None


def put_in_force(tagging: Tagging, *, by: Actor) -> Tagging:
    """Let a tag have effect from now on; of one-of tags the other one ends, with the reason."""
    end_rivals(tagging, by=by)
    tagging.state = State.ACTIVE
    tagging.confirmed_at, tagging.confirmed_by = clock.now(), by.actor
    tagging.until = last_day(tagging.tag)
    save(tagging)
    announce(TagSet(**ids(tagging)), by=by)
    return tagging


def end_rivals(tagging: Tagging, *, by: Actor) -> None:
    """End what cannot stand beside this tag."""
    if not tagging.one_of:
        return
    rows = Tagging.objects.filter(
        resident_id=tagging.resident_id, one_of=tagging.one_of, state=State.ACTIVE
    )
    for rival in rows.exclude(code=tagging.code):
        let_end(rival, by=by, reason=_("replaced by: %s") % tagging.tag.name)


def let_end(tagging: Tagging, *, by: Actor, reason: str) -> None:
    """End a tag and announce it."""
    if doors.end(tagging.pk, by=by.actor, reason=reason[:LONGEST_WHY]):
        announce(TagEnded(**ids(tagging)), by=by)
    tagging.refresh_from_db(fields=["state", "ended_at", "ended_by", "end_reason"])


def save(tagging: Tagging) -> None:
    """Keep it; raises AlreadyThere if two did the same at once."""
    try:
        with transaction.atomic():
            tagging.save()
    except IntegrityError as error:
        raise AlreadyThere(_("The resident has this tag already, or it is proposed.")) from error


def consent(tagging: Tagging, *, given: bool, by: Resident) -> None:
    """Keep a consent, or the withdrawal of it for this tag alone.

    A consent that the law asks for each tag is kept for that tag; others share one scope. Ending
    one tag takes nothing back from the others.
    """
    own = f"tag:{tagging.code}"
    scopes = {tagging.tag.scope} if given else {own}
    withdrawn = Consent.objects.filter(resident_id=tagging.resident_id, scope=own)
    if given and withdrawn.exists():
        scopes.add(own)
    for scope in sorted(scopes):
        residents.record_consent(
            tagging.resident, scope=scope, given=given, evidence=f"tagging:{tagging.pk}", by=by
        )


def ids(tagging: Tagging) -> dict[str, str]:
    """How facts name a tagging."""
    return {"tagging_id": str(tagging.pk), "resident_id": str(tagging.resident_id)}


def locked(tagging: Tagging) -> Tagging:
    """The tagging as it is now, held until the transaction ends."""
    return Tagging.objects.select_for_update(of=("self",)).get(pk=tagging.pk)

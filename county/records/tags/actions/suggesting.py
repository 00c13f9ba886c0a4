"""A machine may say that a tag might help; an officer reads it and proposes it, or not (E7)."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.foundation.switches import queries as switches
from county.foundation.switches.registry import TAGS_SUGGESTIONS
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.records.residents.models import Resident
from county.records.residents.wording import require_sayable
from county.records.tags.access import Permit
from county.records.tags.actions.parts import known, may_have
from county.records.tags.actions.setting import propose
from county.records.tags.events import SuggestionSettled, TagSuggested
from county.records.tags.knowledge import CLASS_C, OFFICER, SUGGESTED_FOR
from county.records.tags.models import Suggestion, Tagging

MOST = 100


@transaction.atomic
def suggest(
    resident: Resident, code: str, *, reason: str, confidence: int, about: str = "", by: System
) -> Suggestion | None:
    """Keep a machine's opinion for seven days; None when suggestions are off or it cannot be.

    Raises Refused for what officers do not set and for what is sensitive: of that no machine has
    an opinion.
    """
    if not switches.is_on(TAGS_SUGGESTIONS):
        return None
    tag = known(code)
    if OFFICER not in tag.setters or tag.grade == CLASS_C:
        raise Refused(
            _("A machine suggests nothing sensitive, and only what officers may propose.")
        )
    if not reason.strip() or not 0 <= confidence <= MOST:
        raise Incomplete(_("A suggestion says why it was made and how sure the machine is."))
    try:
        may_have(resident, tag)
    except Refused:  # it stands there, or must not stand there: no opinion is needed
        return None
    now = clock.now()
    one, made = Suggestion.objects.get_or_create(
        resident=resident, code=code, settled_at=None,
        defaults={
            "reason": require_sayable(reason.strip()[:120]), "confidence": confidence,
            "source": by.actor[:60], "about": about[:100], "made_at": now,
            "until": now + timedelta(days=SUGGESTED_FOR),
        },
    )  # fmt: skip
    if made:
        told = TagSuggested(suggestion_id=str(one.pk), resident_id=str(resident.pk))
        announce(told, by=by)
    return one


@transaction.atomic
def take_suggestion(one: Suggestion, *, why: str, by: Officer) -> Tagging:
    """Propose the tag, with a reason of the officer's own; the resident confirms it or not."""
    one = _open(one, by)
    tagging = propose(one.resident, one.code, why=why, by=by, evidence=f"suggestion:{one.pk}")
    _settle(one, taken=True, by=by, tagging=tagging)
    return tagging


@transaction.atomic
def settle_suggestion(one: Suggestion, *, by: Officer) -> None:
    """Note that an officer read a suggestion and does not follow it."""
    _settle(_open(one, by), taken=False, by=by)


def _open(one: Suggestion, by: Officer) -> Suggestion:
    demand(by, Permit.PROPOSE)
    one = Suggestion.objects.select_for_update(of=("self",)).get(pk=one.pk)
    if one.settled_at is not None or one.until < clock.now():
        raise Refused(_("This suggestion is settled, or has lapsed."))
    if not switches.is_on(TAGS_SUGGESTIONS):
        raise Refused(_("Suggestions are switched off."))
    return one


def _settle(one: Suggestion, *, taken: bool, by: Officer, tagging: Tagging | None = None) -> None:
    one.officer, one.taken, one.tagging, one.settled_at = by, taken, tagging, clock.now()
    one.save(update_fields=["officer", "taken", "tagging", "settled_at"])
    told = SuggestionSettled(
        suggestion_id=str(one.pk), resident_id=str(one.resident_id), taken=taken
    )
    announce(told, by=by)


@transaction.atomic
def let_suggestions_lapse() -> int:
    """Delete suggestions that nobody settled in time; says how many."""
    lapsed = Suggestion.objects.filter(settled_at=None, until__lt=clock.now())
    return int(lapsed.delete()[0])

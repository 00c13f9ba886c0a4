"""Questions that several dimensions answer together."""

from __future__ import annotations

from uuid import UUID

from county.dashboard.knowledge import Effect, effect, spans
from county.dimensions.fraud.queries import confirmed_between
from county.dimensions.outreach.queries import concern_of
from county.kernel import clock


def effect_of(campaign_id: UUID | str) -> Effect | None:
    """Cases of a notice's type in its towns before and after it; None where it has no such type.

    None, too, while less than a week has passed since it began.
    """
    concern = concern_of(campaign_id)
    if concern is None:
        return None
    span = spans(concern.begun_at, clock.now())
    if span is None:
        return None
    at, towns = concern.begun_at, concern.towns
    before = confirmed_between(concern.category, at - span, at, towns=towns)
    after = confirmed_between(concern.category, at, at + span, towns=towns)
    return effect(before, after, span.days)

"""Which lessons are recommended to an enterprise, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from county.dimensions.procuracy.flow import Stage
from county.dimensions.procuracy.knowledge.menu import domains
from county.dimensions.procuracy.knowledge.recommending import (
    Advice,
    Evidence,
    Ground,
    Lesson,
    advise,
)
from county.dimensions.procuracy.models.lessons import (
    Feedback,
    MenuVersion,
    Order,
    RecommendationsOff,
)
from county.dimensions.procuracy.queries import menu, suggestions
from county.kernel import clock
from county.records.organisations.models import Organisation

LATELY = timedelta(days=365)
GOOD = 4
"""From this mark on an enterprise found a lesson useful."""


@dataclass(frozen=True, slots=True)
class Recommendation:
    """An item of the menu with the parts of its sum and its reasons."""

    version: MenuVersion
    advice: Advice

    @property
    def code(self) -> str:
        """The item's number."""
        return self.version.item_id

    @property
    def why(self) -> str:
        """The reasons in the language of the page."""
        return self.advice.why

    @property
    def points(self) -> int:
        """The sum."""
        return self.advice.points


def for_firm(
    organisation: Organisation,
    *,
    today: date,
    grounds: Sequence[Ground] = (),
    hazards: Sequence[str] = (),
    attempts: Sequence[str] = (),
    in_town: Mapping[str, int] | None = None,
) -> list[Recommendation]:
    """The recommended items with their reasons, the best first; none where they are switched off.

    `grounds` come from the enterprise's suggestions, `hazards` are fields such as 安全,
    `attempts` types of fraud, `in_town` cases of the last 180 days by field.
    """
    if is_off(organisation):
        return []
    online = {one.item_id: one for one in menu.online(today)}
    evidence = Evidence(
        industry=organisation.industry,
        grounds=grounds,
        hazards=hazards,
        attempts=attempts,
        in_town=in_town or {},
        taken=_taken(organisation, today),
        liked=_liked(organisation),
        asked_for=_asked_for(organisation),
    )
    lessons = [Lesson(code, one.domain, one.industries) for code, one in online.items()]
    return [Recommendation(online[one.code], one) for one in advise(lessons, evidence)]


def grounds_of(organisation: Organisation) -> list[Ground]:
    """The grounds of the suggestions that were delivered to the enterprise and stand."""
    rows = suggestions.of_firm(organisation).exclude(state=Stage.WITHDRAWN)
    return [Ground(one.ground, one.domain) for one in rows]


def is_off(organisation: Organisation) -> bool:
    """Whether the enterprise wants no recommendations."""
    return RecommendationsOff.objects.filter(organisation=organisation).exists()


def _taken(organisation: Organisation, today: date) -> frozenset[str]:
    since = clock.start_of_day(today) - LATELY
    rows = Order.objects.filter(organisation=organisation, given_at__gte=since)
    return frozenset(rows.values_list("version__item_id", flat=True))


def _liked(organisation: Organisation) -> frozenset[str]:
    rows = Feedback.objects.filter(order__organisation=organisation, useful__gte=GOOD)
    named = rows.values_list("order__version__domain", flat=True)
    return frozenset(one for written in named for one in domains(written))


def _asked_for(organisation: Organisation) -> list[str]:
    rows = Feedback.objects.filter(order__organisation=organisation).exclude(next_topic="")
    return list(rows.values_list("next_topic", flat=True))

"""Which lessons suit an enterprise: a sum that anybody can check, and its reasons (domain §1.7).

40 for a ground or hazard of the lesson's field; 25, 15 or 10 for the industry by four, three or
two digits; up to 15 for what happened in the town within 180 days; 10 for a lesson not taken within
365 days; 10 for what the enterprise said itself. It orders a list and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.knowledge.menu import domains, fits
from county.kernel.saying import said, saying

MATCH, NOT_TAKEN, OWN_WORD = 40, 10, 10
INDUSTRY = {4: 25, 3: 15, 2: 10}
IN_TOWN, MOST_IN_TOWN = 5, 15
FRAUD = "反诈"
SHOWN = 6
"""So many are recommended at most: more would be the menu itself."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The ground of a suggestion, G1 to G6, and the field of its case, such as 侵财."""

    code: str
    domain: str


@dataclass(frozen=True, slots=True)
class Lesson:
    """What the sum needs of an item."""

    code: str
    domain: str
    industries: Sequence[str]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of the enterprise and its town; all of it is shown as the reason."""

    industry: str = ""
    grounds: Sequence[Ground] = ()
    hazards: Sequence[str] = ()
    attempts: Sequence[str] = ()
    in_town: Mapping[str, int] = field(default_factory=dict)
    taken: frozenset[str] = frozenset()
    liked: frozenset[str] = frozenset()
    asked_for: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Advice:
    """One lesson with the parts of its sum and the reasons in kept sentences."""

    code: str
    parts: Mapping[str, int]
    reasons: tuple[str, ...]

    @property
    def points(self) -> int:
        """The sum."""
        return sum(self.parts.values())

    @property
    def why(self) -> str:
        """The reasons in the language of the page: “industry 2614, ground G1”."""
        return reduce(_and, map(said, self.reasons)) if self.reasons else ""


def _and(first: str, following: str) -> str:
    return _("%(first)s, %(next)s") % {"first": first, "next": following}


def advise(lessons: Iterable[Lesson], evidence: Evidence) -> list[Advice]:
    """The lessons with a reason of their own, the largest sum first, equals by their numbers.

    That a lesson was not taken lately is no reason by itself.
    """
    found = [_advice(lesson, evidence) for lesson in lessons]
    chosen = [one for one in found if one.reasons]
    return sorted(chosen, key=lambda one: (-one.points, one.code))[:SHOWN]


def _advice(lesson: Lesson, evidence: Evidence) -> Advice:
    parts: dict[str, int] = {}
    reasons: list[str] = []
    for look in (_industry, _matches, _in_town, _own_word):
        if told := look(lesson, evidence):
            name, points, why = told
            parts[name] = points
            reasons += why
    if lesson.code not in evidence.taken:
        parts["not_taken"] = NOT_TAKEN
    return Advice(lesson.code, parts, tuple(reasons))


Told = tuple[str, int, list[str]]


def _industry(lesson: Lesson, evidence: Evidence) -> Told | None:
    points = INDUSTRY.get(fits(lesson.industries, evidence.industry))
    why = saying(gettext_noop("industry %s"), evidence.industry)
    return ("industry", points, [why]) if points else None


def _matches(lesson: Lesson, evidence: Evidence) -> Told | None:
    own = domains(lesson.domain)
    why = [
        saying(gettext_noop("ground %s"), one.code)
        for one in evidence.grounds
        if one.domain in own
    ]  # fmt: skip
    why += [saying(gettext_noop("hazard: %s"), one) for one in evidence.hazards if one in own]
    if FRAUD in own:
        why += [saying(gettext_noop("fraud attempt: %s"), one) for one in evidence.attempts]
    return ("match", MATCH, list(dict.fromkeys(why))) if why else None


def _in_town(lesson: Lesson, evidence: Evidence) -> Told | None:
    count = sum(evidence.in_town.get(one, 0) for one in domains(lesson.domain))
    why = saying(gettext_noop("%s such cases in the town within 180 days"), str(count))
    return ("in_town", min(MOST_IN_TOWN, IN_TOWN * count), [why]) if count else None


def _own_word(lesson: Lesson, evidence: Evidence) -> Told | None:
    own = domains(lesson.domain)
    asked = [one for one in evidence.asked_for if any(word in one for word in own)]
    if asked:
        return "own_word", OWN_WORD, [saying(gettext_noop("you asked for this topic"))]
    if own & evidence.liked:
        why = saying(gettext_noop("you found lessons of this field useful"))
        return "own_word", OWN_WORD, [why]
    return None

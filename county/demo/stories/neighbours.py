"""Neighbours open the page, say how old they are, and have tags: set, confirmed, refused, ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from county.demo.neighbours import Neighbour
from county.demo.people import firm
from county.demo.scene import Scene
from county.demo.stage import Story
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.records.residents import actions as residents
from county.records.tags import actions as tags
from county.records.tags.flow import HELD, OPEN, State
from county.records.tags.models import Objection, Suggestion, Tagging

CALLED_BACK = (50, 1500)
"""Minutes until a person answers a proposal, from and to."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What becomes of one tag of one person."""

    who: str
    code: str
    how: str
    day: float
    why: str = ""
    words: str = ""
    answer: str = ""


def arrival(scene: Scene, one: Neighbour) -> Story:
    """Somebody opens the page, states an age, sets tags; an officer proposes others."""
    scene.arrives()
    _is_known(scene, one)
    if one.refusal:
        tags.refuse(scene.resident, one.refusal, on=True)
    for code in one.own:
        tags.set_own(scene.resident, code)
    if not one.proposals:
        return
    yield scene.by_day(3 * 60, 26 * 60)
    scene.is_here()  # an officer may have joined this file to another meanwhile
    for code in one.proposals:
        if not _has(scene, code):
            tags.propose(scene.resident, code, why=one.circle.why, by=scene.officer)
    yield scene.by_day(*CALLED_BACK)
    scene.is_here()
    for code in one.proposals:
        confirms(scene, code)


def _has(scene: Scene, code: str) -> bool:
    rows = Tagging.objects.filter(resident=scene.resident, code=code)
    return rows.filter(state__in=OPEN).exists()


def _is_known(scene: Scene, one: Neighbour) -> None:
    """The birthday from the person; name and employer from the officer who met them."""
    resident, circle = scene.resident, one.circle
    residents.state_age(resident, birthday=one.birthday, by=resident)
    if circle.guardian:
        residents.inform_guardian(resident, how=circle.guardian, by=scene.officer)
    employer = firm(one.person.firm)
    if employer is None:
        return
    name = one.name if circle.role else None
    residents.correct(resident, by=scene.officer, name=name, organisation=employer)
    if circle.role:
        residents.begin_role(resident, organisation=employer, role=circle.role, by=scene.officer)


def standing(scene: Scene, code: str) -> Tagging | None:
    """The person's tag of this kind that is proposed or in force."""
    rows = Tagging.objects.filter(resident=scene.resident, code=code)
    return rows.filter(state__in=(State.PROPOSED, *HELD)).select_related("resident").first()


def confirms(scene: Scene, code: str) -> None:
    """The person agrees to what was proposed, unless it went meanwhile."""
    tagging = standing(scene, code)
    if tagging is not None and tagging.state == State.PROPOSED:
        tags.confirm(tagging, by=scene.resident)


def befalls(scene: Scene, fate: Fate) -> Story:
    """What becomes of one tag of somebody who has arrived."""
    if not scene.is_here():
        return
    if fate.how in ("refused", "waits", "lapses"):
        yield from _laid(scene, fate)
    elif fate.how == "sensitive":
        yield from _by_two(scene, fate)
    elif fate.how in ("objected", "upheld", "rejected"):
        yield from _objected(scene, fate)
    else:
        _by_the_person(scene, fate)


def _laid(scene: Scene, fate: Fate) -> Story:
    """An officer proposes it; the person says no, or nothing."""
    tagging = tags.propose(scene.resident, fate.code, why=fate.why, by=scene.officer)
    if fate.how == "refused":
        yield scene.by_day(*CALLED_BACK)
        tags.end(tagging, by=scene.resident)


def _by_two(scene: Scene, fate: Fate) -> Story:
    """A sensitive tag: the station's head proposes, the command centre agrees, then the person."""
    chief, second = scene.stations.named("zhu"), scene.stations.command
    tagging = tags.propose(
        scene.resident, fate.code, why=fate.why, case_number=fate.words, by=chief
    )
    yield scene.by_day(60, 300)
    tags.approve(tagging, by=second)
    yield scene.by_day(*CALLED_BACK)
    confirms(scene, fate.code)


def _objected(scene: Scene, fate: Fate) -> Story:
    tagging = standing(scene, fate.code)
    if tagging is None or tagging.state == State.PROPOSED:
        return
    objection: Objection = tags.object_to(tagging, words=fate.words, by=scene.resident)
    if fate.how == "objected":
        return
    yield scene.by_day(26 * 60, 50 * 60)
    upheld = fate.how == "upheld"
    tags.decide(objection, upheld=upheld, answer=fate.answer, by=scene.stations.command)


def _by_the_person(scene: Scene, fate: Fate) -> None:
    tagging = standing(scene, fate.code)
    if tagging is None:
        return
    if fate.how == "frozen":
        tags.freeze(tagging, by=scene.resident)
    else:
        tags.end(tagging, by=scene.resident)


def suggestions(officers: list[Officer]) -> Story:
    """Each morning the stations read what the machine suggests; they follow some of it."""
    while True:
        day = clock.today() + timedelta(days=1)
        yield clock.start_of_day(day) + timedelta(hours=8, minutes=50)
        taken = [_read(number, one, officers) for number, one in enumerate(_unread())]
        yield clock.now() + timedelta(hours=5)
        for tagging in [one for one in taken if one is not None][::2]:
            tagging.refresh_from_db()
            if tagging.state == State.PROPOSED:
                tags.confirm(tagging, by=tagging.resident)


def _unread() -> list[Suggestion]:
    """All but the last hours': those are still to be read."""
    old = clock.now() - timedelta(hours=6)
    rows = Suggestion.objects.filter(settled_at=None, made_at__lt=old, until__gte=clock.now())
    return list(rows.select_related("resident").order_by("made_at"))


def _read(number: int, one: Suggestion, officers: list[Officer]) -> Tagging | None:
    """An officer of the person's station follows a suggestion, or finds that it does not fit."""
    town = one.resident.town_code
    officer = next((officer for officer in officers if town in (officer.reach or ())), None)
    if officer is None:
        return None
    if number % 3 == 2:
        tags.settle_suggestion(one, by=officer)
        return None
    return tags.take_suggestion(one, why="本人在会话里讲过，请本人确认", by=officer)

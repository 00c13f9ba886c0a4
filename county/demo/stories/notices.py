"""Audiences are saved; notices are written, checked, agreed to, sent, read, answered, stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from county.demo.neighbours import neighbours
from county.demo.people import Person
from county.demo.phone import awake
from county.demo.scene import Scene
from county.demo.stage import Story
from county.demo.stations import Stations
from county.dimensions.outreach import queries
from county.dimensions.outreach.actions import answers, drafting
from county.foundation.approvals import actions as approvals
from county.foundation.approvals.queries import open_for
from county.kernel import clock
from county.records.audiences import actions as audiences
from county.records.conversations.models import Conversation, Message

READS = (3, 1700)
"""Minutes until somebody reads a notice, from and to."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice: who writes, checks and approves it, its words, and how far it came."""

    by: str
    title: str
    purpose: str
    category: str
    text: str
    how: str
    day: float = 0.0
    until: int = 0
    story_six: bool = False
    checks: str = ""
    approves: str = ""
    large: str = ""
    law: str = ""
    words: str = ""
    of: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()
    read: float = 0.0
    opened: float = 0.0
    questions: tuple[tuple[str, str], ...] = ()
    complaint: tuple[str, ...] = ()
    opts_out: int = 0

    @property
    def expression(self) -> dict[str, Any]:
        """Whom it is for."""
        return expression(self.of, self.any, self.none)


def expression(
    every: tuple[str, ...], either: tuple[str, ...], neither: tuple[str, ...]
) -> dict[str, Any]:
    """An audience as the builder keeps it: all of these, one of those, and none of the last."""
    of: list[Any] = list(every)
    of += [{"how": "any", "of": list(either)}] if either else []
    of += [{"how": "none", "of": list(neither)}] if neither else []
    return {"how": "all", "of": of}


def audience(row: dict[str, Any], stations: Stations) -> Story:
    """An officer builds an audience and saves it."""
    given = expression(row.get("of", ()), row.get("any", ()), row.get("none", ()))
    audiences.save(row["title"], given, by=stations.named(row["by"]))
    yield clock.now()


def notice(told: Notice, stations: Stations, rng: Random) -> Story:
    """A notice as far as it came; one for too few people stays a draft."""
    author = stations.named(told.by)
    campaign = drafting.draft(
        title=told.title, purpose=told.purpose, text=told.text, category=told.category,
        expression=told.expression, large=told.large, by=author,
        begins_at=clock.now() + timedelta(days=2) if told.how == "stopped" else None,
    )  # fmt: skip
    if told.how == "draft" or queries.audience_of(campaign).count.too_few:
        return
    yield clock.now() + timedelta(minutes=4)
    drafting.submit(campaign, by=author)
    if told.how == "law":
        return
    yield clock.now() + timedelta(minutes=8)
    drafting.check_law(campaign, words=told.law, by=stations.named(told.checks))
    if told.how == "waits":
        return
    yield clock.now() + timedelta(minutes=11)
    _is_decided(campaign, told, stations)
    if told.how == "stopped":
        yield clock.now() + timedelta(hours=5)
        drafting.stop(campaign, reason=told.words, by=author)
    elif told.how == "sent":
        yield from _is_read(campaign, told, stations, rng)


def _is_decided(campaign: Any, told: Notice, stations: Stations) -> None:
    waits = open_for(drafting.SEND, campaign.subject)
    if waits is not None:
        granted = told.how != "refused"
        note = "" if granted else told.words
        approvals.decide(waits, granted=granted, note=note, by=stations.named(told.approves))


def _is_read(campaign: Any, told: Notice, stations: Stations, rng: Random) -> Story:
    """People open it over the next two days; some ask, one complains, one wants no more."""
    yield clock.now() + timedelta(minutes=2)
    campaign.refresh_from_db()
    _lie_there_since_they_were_sent(campaign)
    scenes = list(_who_was_written_to(campaign, stations, rng))
    rng.shuffle(scenes)
    asks = [*told.questions, *([told.complaint] if told.complaint else [])]
    readers = scenes[: round(len(scenes) * told.read)]
    openers = readers[: round(len(scenes) * told.opened)]
    moments = sorted(awake(clock.now() + timedelta(minutes=rng.uniform(*READS))) for _ in readers)
    for number, (scene, moment) in enumerate(zip(readers, moments, strict=True)):
        yield moment
        scene.reads()
        if scene in openers:
            answers.opened(campaign, scene.resident)
        if scene in openers[-told.opts_out :] and told.opts_out:
            answers.opt_out(scene.resident, campaign=campaign)
        if number < len(asks):
            complains = bool(told.complaint) and number == len(asks) - 1
            yield from _asks(scene, campaign, asks[number], complains=complains)


def _lie_there_since_they_were_sent(campaign: Any) -> None:
    """The database dated the messages; who reads them is asked long before that is set back."""
    for row in queries.written(campaign):
        Message.objects.filter(pk=str(row.message)).update(said_at=row.sent_at or clock.now())


def _asks(scene: Scene, campaign: Any, said: tuple[str, ...], *, complains: bool) -> Story:
    """A question about the notice becomes a matter of the desk, and is answered there."""
    scene.says_of(campaign, "complaint" if complains else "question", said[0])
    yield scene.reply_time()
    scene.takes()
    scene.replies(f"您好，{said[1]}")
    yield scene.later(2, 40)
    scene.thanks()


def _who_was_written_to(campaign: Any, stations: Stations, rng: Random) -> Iterator[Scene]:
    rows = [row.resident_id for row in queries.written(campaign)]
    places = Conversation.objects.filter(channel="web", resident__in=rows).order_by(
        "begun_at", "pk"
    )
    known = neighbours()
    for address in places.values_list("address", flat=True):
        one = known.get(address.removeprefix("demo-"))
        if one is not None:
            person: Person = one.person
            officer = stations.choose(rng, person.town, "helpdesk.resolve")
            scene = Scene(person, officer, stations, Random(rng.random()))  # noqa: S311 - a play
            if scene.is_here():
                yield scene

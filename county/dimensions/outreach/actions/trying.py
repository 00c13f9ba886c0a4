"""Random notices to people whose wishes change, beside a second opinion that knows no database.

Whoever is invented here changes their mind, their tags and their age at random, also between the
planning of a notice and its sending. What the program did with each person is compared with what
plain Python says of the same people: it shares no line with the program's audiences and caps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from county.dimensions.outreach.actions import sending
from county.dimensions.outreach.flow import SENT, Fate, State
from county.dimensions.outreach.models import Campaign, Delivery
from county.foundation.approvals.models import Approval
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.clock import SHANGHAI
from county.kernel.numbers import uuid7
from county.records.audiences.actions import fold_all
from county.records.conversations import actions as conversations
from county.records.conversations.models import Message
from county.records.residents import actions as residents
from county.records.residents.models import Resident
from county.records.tags.models import Tagging

GENERIC, EMERGENCY = "T1204", "T0109"
TAGS = ("T0301", "T0302", "T0802", "T0803", "T0804")
TOWNS = ("330424101", "330424001")
BANDS = ("", "14-17", "18-34", "35-59", "60+")
MINOR = "14-17"
PEOPLE = 25
BEGINS = datetime(2026, 11, 25, 10, tzinfo=SHANGHAI)
WEEK, MONTH = timedelta(days=7), timedelta(days=30)
FOLD = 200
"""Notices after which the changes are folded, as the worker does every minute."""


@dataclass
class Person:
    """Somebody invented: what they want, what they are, what they were sent."""

    key: UUID
    town: str
    band: str = ""
    child: bool = False
    tags: set[str] = field(default_factory=set)
    routine: list[datetime] = field(default_factory=list)
    sent: list[datetime] = field(default_factory=list)

    @property
    def young(self) -> bool:
        """Whether they are under 18 as far as anybody knows."""
        return self.child or self.band == MINOR

    def holds(self, node: Any) -> bool:
        """Whether an expression holds for them."""
        if isinstance(node, str):
            kind, _colon, key = node.partition(":")
            mine = {"tag": self.tags, "town": {self.town}, "age": {self.band[:2]}}[kind]
            return key in mine
        inner = [self.holds(one) for one in node["of"]]
        if node["how"] == "none":
            return not any(inner)
        return all(inner) if node["how"] == "all" else any(inner)

    def refuses(self, node: Any, *, urgent: bool) -> bool:
        """Whether they want no notice of this kind."""
        chosen_by_more = any(not one.startswith("town:") for one in leaves(node))
        return (GENERIC in self.tags and chosen_by_more) or (EMERGENCY in self.tags and not urgent)


def leaves(node: Any) -> list[str]:
    """The attributes of an expression."""
    if isinstance(node, str):
        return [node]
    return [leaf for one in node["of"] for leaf in leaves(one)]


@dataclass
class Tally:
    """What was counted: sendings, what was held back and why, and everything that was wrong."""

    notices: int = 0
    fates: Counter[str] = field(default_factory=Counter)
    ends: Counter[str] = field(default_factory=Counter)
    to_refusers: int = 0
    to_minors: int = 0
    over_cap: int = 0
    outside: int = 0
    left_out: int = 0
    untold: int = 0

    @property
    def wrong(self) -> int:
        """Everything that must be nought."""
        return (
            self.to_refusers + self.to_minors + self.over_cap + self.outside + self.left_out
            + self.untold
        )  # fmt: skip


class Storm:
    """Notices upon notices, months of them; `run` says how it went."""

    def __init__(self, authors: list[Officer], decider: Officer, *, seed: int) -> None:
        self.chance = Random(seed)  # noqa: S311 - invented people
        self.authors, self.decider = authors, decider
        self.tally = Tally()
        self.moment = BEGINS
        self.people = [self._person(number) for number in range(PEOPLE)]

    def run(self, notices: int, *, say: Callable[[str], None] = lambda _words: None) -> Tally:
        """Send so many notices, one after another, over as many hours as they take."""
        for number in range(notices):
            self.moment += timedelta(minutes=self.chance.randint(10, 600))
            self._changes(3)
            self._notice()
            if number % FOLD == FOLD - 1:
                fold_all()
                say(f"{number + 1:,} notices, {sum(self.tally.fates.values()):,} lines")
        return self.tally

    def _person(self, number: int) -> Person:
        town = TOWNS[number % 5 == 0]
        opened = residents.open_file(town_code=town)
        residents.see_notice(opened)
        place = conversations.begin("web", f"storm-{opened.pk}")
        conversations.belong(place, opened)
        one = Person(opened.pk, town, child=number == 7)
        if one.child:
            Resident.objects.filter(pk=one.key).update(is_child=True)
            return one
        for code in self.chance.sample(TAGS, 3):
            self._tag(one, code)
        return one

    def _changes(self, most: int) -> None:
        for _n in range(self.chance.randint(0, most)):
            one = self.chance.choice(self.people)
            if not one.child:
                self.chance.choice((self._wish, self._wish, self._retag, self._age))(one)

    def _wish(self, one: Person) -> None:
        held = one.tags & {GENERIC, EMERGENCY}
        if held:
            self._untag(one, held)
        else:
            self._tag(one, self.chance.choice((GENERIC, EMERGENCY)))

    def _retag(self, one: Person) -> None:
        if one.band == MINOR:
            return
        code = self.chance.choice(TAGS)
        if code in one.tags:
            self._untag(one, {code})
        else:
            self._tag(one, code)

    def _age(self, one: Person) -> None:
        one.band = self.chance.choice(BANDS)
        if one.band == MINOR:  # the database lets nothing stand on a minor but their wishes
            self._untag(one, one.tags & set(TAGS))
        Resident.objects.filter(pk=one.key).update(age_band=one.band)

    def _tag(self, one: Person, code: str) -> None:
        one.tags.add(code)
        Tagging.objects.create(
            resident_id=one.key, code=code, state="active", basis="C", proposed_by="storm",
            confirmed_by=f"resident:{one.key}", confirmed_at=self.moment, until=date(2090, 1, 1),
        )  # fmt: skip

    def _untag(self, one: Person, codes: set[str]) -> None:
        one.tags -= codes
        Tagging.objects.filter(resident_id=one.key, code__in=codes, state="active").update(
            state="ended", ended_at=self.moment
        )

    def _expression(self, depth: int = 1) -> dict[str, Any]:
        single = [f"tag:{code}" for code in TAGS] + [f"town:{town}" for town in TOWNS]
        single += ["age:18", "age:35", "age:60"]
        of: list[Any] = self.chance.sample(single, self.chance.randint(1, 3))
        if depth < 3 and self.chance.random() < 0.5:
            of.append(self._expression(depth + 1))
        hows = ("any", "any", "all", "none") if depth > 1 else ("any", "any", "all")
        return {"how": self.chance.choice(hows), "of": of}

    def _notice(self) -> None:
        author = self.chance.choice(self.authors)
        urgent = self.chance.random() < 0.05
        node = self._expression()
        if self.chance.random() < 0.1:
            node = {"how": "any", "of": [f"town:{town}" for town in TOWNS]}
        if not urgent:  # in the window; what waits for the morning is another test's
            local = self.moment.astimezone(SHANGHAI)
            if not 9 <= local.hour < 19:
                morning = local.replace(hour=9, minute=self.chance.randint(0, 59))
                self.moment = morning if local.hour < 9 else morning + timedelta(days=1)
        with clock.played_at(self.moment):
            campaign = self._approved(author, node, urgent=urgent)
            sending.begin(campaign)
        before = self._opinion(node, author, urgent=urgent)
        self._changes(2)  # between the planning and the sending
        self.moment += timedelta(minutes=self.chance.randint(0, 30))
        with clock.played_at(self.moment):
            while sending.send_some(campaign):
                pass
        self._judge(campaign, node, before)

    def _approved(self, author: Officer, node: Any, *, urgent: bool) -> Campaign:
        """A notice in the state in which the second person's word leaves it."""
        key = uuid7()
        approval = Approval.objects.create(
            kind="outreach.send", subject=f"campaign:{key}", title="通知", why="演示数据",
            digest=b"0" * 32, people=len(self.people), state="used", asker=author,
            asker_department=author.department, decider=self.decider,
            decider_department=self.decider.department, decided_at=self.moment,
            used_at=self.moment, ends_at=self.moment,
        )  # fmt: skip
        return Campaign.objects.create(
            id=key, code=key.hex[-12:], title="演示通知", purpose="演示数据", text="先核实再转账",
            urgency="emergency" if urgent else "routine", expression=node, state=State.APPROVED,
            author=author, department=author.department, counted=len(self.people),
            law_checked_by=self.decider, law_checked_at=self.moment, law_words="演示",
            approval=approval, submitted_at=self.moment,
        )  # fmt: skip

    def _opinion(self, node: Any, author: Officer, *, urgent: bool) -> dict[UUID, str]:
        """What ought to become of each person at this moment."""
        reach = author.reach
        found: dict[UUID, str] = {}
        for one in self.people:
            if one.child or not one.holds(node) or (reach is not None and one.town not in reach):
                continue
            if one.refuses(node, urgent=urgent):
                found[one.key] = Fate.REFUSED
            elif not one.young:
                enough = not urgent and self._had_enough(one)
                found[one.key] = Fate.CAPPED if enough else Fate.PLANNED
        return found

    def _had_enough(self, one: Person) -> bool:
        week = sum(at > self.moment - WEEK for at in one.sent)
        month = sum(at > self.moment - MONTH for at in one.sent)
        return week >= 2 or month >= 6

    def _judge(self, campaign: Campaign, node: Any, before: dict[UUID, str]) -> None:
        campaign.refresh_from_db()
        tally, urgent = self.tally, campaign.is_urgent
        tally.notices += 1
        tally.ends[campaign.state] += 1
        rows = {row.resident_id: row for row in Delivery.objects.filter(campaign=campaign)}
        tally.fates.update(row.state for row in rows.values())
        wanted = [key for key, fate in before.items() if fate in (Fate.PLANNED, Fate.CAPPED)]
        begun = len(wanted) >= 5
        if not begun:
            tally.outside += bool(rows) or campaign.state != State.STOPPED
            return
        after = self._opinion(node, campaign.author, urgent=urgent)
        tally.left_out += set(rows) != set(before)
        for one in self.people:
            if one.key in rows:
                self._judge_line(rows[one.key], one, before, after, urgent=urgent)
        said = Message.objects.filter(
            pk__in=[row.message for row in rows.values() if row.state in SENT]
        ).count()
        tally.untold += said != sum(row.state in SENT for row in rows.values())

    def _judge_line(
        self, row: Delivery, one: Person, before: dict[UUID, str], after: dict[UUID, str], *,
        urgent: bool,
    ) -> None:  # fmt: skip
        tally, planned = self.tally, before.get(one.key)
        if row.state not in SENT:
            kept = after.get(one.key) in (Fate.PLANNED, Fate.CAPPED) and planned == Fate.PLANNED
            tally.left_out += kept or (row.state == Fate.CAPPED) != (planned == Fate.CAPPED)
            return
        tally.to_refusers += after.get(one.key) == Fate.REFUSED or planned == Fate.REFUSED
        tally.to_minors += one.young
        tally.outside += one.key not in after
        tally.over_cap += not urgent and (
            planned == Fate.CAPPED
            or sum(at > self.moment - WEEK for at in one.routine) >= 2
            or sum(at > self.moment - MONTH for at in one.routine) >= 6
        )
        one.sent.append(self.moment)
        if not urgent:
            one.routine.append(self.moment)

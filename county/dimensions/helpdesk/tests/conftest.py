"""Officers by their posts, matters in any lawful state: everything goes through verbs."""

from __future__ import annotations

import json
from collections import deque
from typing import Any

import pytest
from django.test import Client

from county.dimensions.helpdesk.actions import cases, keys, leads, outcome, talk
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.flow import FLOWS
from county.dimensions.helpdesk.models import Matter
from county.foundation.approvals.models import Approval
from county.foundation.channels.ports import Incoming
from county.foundation.outside.models import Partner, Subscription
from county.foundation.staff import actions as staff
from county.foundation.staff import queries as known
from county.foundation.staff.models import Department, Post
from county.kernel.numbers import uuid7
from county.records.conversations import actions as conversations
from county.records.conversations.models import Conversation

TOWN = "330424001"
PASSPHRASE = "松木门前的三只灰鹅 2026"


DESK = ["helpdesk.read", "helpdesk.reply", "conversations.receive", "helpdesk.resolve"]


class Machine:
    """Another system with its key."""

    def __init__(self, secret):
        self.client = Client(raise_request_exception=False)
        self.bearer = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}

    def get(self, address, **query):
        return self.client.get(address, query, **self.bearer)

    def post(self, address, body=None, *, raw=None, kind="application/json"):
        content = raw if raw is not None else json.dumps(body or {})
        return self.client.post(address, content, content_type=kind, **self.bearer)


@pytest.fixture
def machine(officer, almighty):
    """`machine(permits=…, department="PS001")`: a key that acts in an officer's name."""
    known._known.clear()

    def issue(permits=tuple(DESK), department="PSB", named=True):
        name = able_officer(officer, "接口", every_permit()) if named else None
        _key, secret = staff.issue_key(
            name="test", department=Department.objects.get(pk=department), permits=list(permits),
            days=1, by=almighty, officer=name,
        )  # fmt: skip
        return Machine(secret)

    return issue


@pytest.fixture
def officer(desk):
    """`officer("沈警官", post="PLD_OFFICER", department="PS001")`, without a browser."""
    return lambda name="沈警官", **more: desk(name, **more).officer


@pytest.fixture
def almighty(officer):
    """An officer whose post includes everything, county-wide."""
    return able_officer(officer, "全能", every_permit())


@pytest.fixture
def chief(officer):
    return officer("朱所长", post="PLD_CHIEF")


@pytest.fixture
def unit(chief):
    """The station of Wuyuan has a key; it opens with PASSPHRASE."""
    return keys.make(department=chief.department, passphrase=PASSPHRASE, by=chief)


@pytest.fixture
def county_wide(officer):
    """The command centre has a key: it handles what names no town."""
    keeper = able_officer(officer, "值班长", every_permit())
    return keys.make(department=keeper.department, passphrase=PASSPHRASE, by=keeper)


def every_permit() -> set[str]:
    """Everything that any post of the county includes."""
    return {permit for post in Post.objects.all() for permit in post.permits}


def able_officer(officer: Any, name: str, permits: set[str], *, wide: bool = True) -> Any:
    """An officer of a post made for the test."""
    post = Post.objects.create(
        code=f"TEST{Post.objects.count()}",
        title=name,
        title_en=name,
        permits=sorted(map(str, permits)),
        county_wide=wide,
    )
    return officer(name, post=post.pk, department="PSB" if wide else "PS001")


def greet(*, town: str = TOWN, alias: str = "小储") -> Conversation:
    """A phone that has read the notice."""
    return talk.greet(uuid7().hex, town_code=town, alias=alias)


def say(conversation: Conversation, text: str, **more: Any) -> None:
    """Something the resident says; the background carries it on."""
    conversations.receive(
        Incoming(
            channel=conversation.channel,
            external_id=str(uuid7()),
            sender=conversation.address,
            text=text,
            **more,
        )
    )


def opened(kind: str, *, town: str = TOWN, **more: Any) -> Matter:
    """A matter in its first state; a lead has its file, the others a conversation."""
    if kind == "lead":
        return leads.take_in(
            content="他们每晚在仓库里赌", topic="gambling", secrecy="open", by=leads.SOURCE,
            resident=talk.owner(greet(town=town)),
        )  # fmt: skip
    conversation = greet(town=town)
    return acts.open_matter(
        kind=kind, topic=more.pop("topic", "other"), by=talk.owner(conversation),
        conversation=conversation, resident=talk.owner(conversation), text="在吗", **more,
    )  # fmt: skip


def make(matter: Matter, verb: str, by: Any) -> Matter:
    """One move of the flow, by the verb that makes it."""
    if verb == "take":
        acts.take(matter, by=by)
    elif verb == "reply":
        talk.reply(matter, text="请带身份证来", by=by)
    elif verb in ("resolve", "resolve_fraud"):
        outcome.resolve(matter, result="solved", money="kept", by=by)
    elif verb == "close":
        acts.close(matter, by=by)
    elif verb == "reopen":
        acts.reopen(matter, why="还没好", by=by)
    elif verb == "file_case":
        link = {"case_number": matter.case_number or "A0", "link": matter.case_link or "direct"}
        cases.file_case(matter, **link, by=by)
    elif verb == "solved":
        cases.solve(matter, document="演示结案1号", by=by)
    else:
        acts.move_on(matter, verb=verb, by=by)
    return Matter.objects.get(pk=matter.pk)


def way_to(kind: str, state: str) -> list[str]:
    """The shortest way through the table from the first state to this one."""
    flow, seen = FLOWS[kind], {str(FLOWS[kind].start)}
    ways = deque([(str(flow.start), [])])
    while ways:
        here, way = ways.popleft()
        if here == state:
            return way
        for verb in flow.open_to(here):
            target = str(flow.moves[verb].target)
            if target not in seen:
                seen.add(target)
                ways.append((target, [*way, verb]))
    raise LookupError(f"No way leads to {state}.")


def in_state(kind: str, state: str, by: Any, **more: Any) -> Matter:
    """A matter that went the shortest lawful way to this state."""
    matter = opened(kind, **more)
    for verb in way_to(kind, state):
        matter = make(matter, verb, by)
    assert matter.state == state
    return matter


def states_of(kind: str) -> list[str]:
    """Every state the table of this kind knows."""
    flow = FLOWS[kind]
    known = {str(flow.start)}
    for move in flow.moves.values():
        known |= {str(move.target), *map(str, move.sources)}
    return sorted(known)


EVENTS = "/api/helpdesk/events"
KINDS = ["helpdesk.matter_opened", "helpdesk.matter_moved", "helpdesk.matter_closed"]


class World:
    """An administrator, a second person, and what they have connected."""

    def __init__(self, desk):
        self.admin = desk("王值班长", post="CMD", department="PSB")
        self.dpo = desk("数据办", post="DPO", department="DPO")

    def proposes(self, name="基层治理平台", permits=("outside.report",), department="PSB"):
        self.admin.submits(
            "/outside/new/", name=name, contact="演示联系人 0573-0000", purpose="事件对接",
            basis="演示协议", department=department, permits=list(permits), days="30",
        )  # fmt: skip
        return Partner.objects.filter(name=name).first()

    def agrees(self, granted=True):
        approval = Approval.objects.filter(state="asked").latest("asked_at")
        self.dpo.submits(
            f"/approvals/{approval.pk}/decide/",
            decision="grant" if granted else "refuse", note="同意" if granted else "不同意",
        )  # fmt: skip
        return approval

    def secret(self):
        return self.admin.sees("[data-county-secret]")[0]

    def connects(self, **more):
        partner = self.proposes(**more)
        self.agrees()
        self.admin.submits(f"{partner.url}admit/")
        known._known.clear()
        partner.refresh_from_db()
        return partner, Machine(self.secret())

    def subscribes(self, partner, url, kinds=tuple(KINDS)):
        self.admin.submits(f"{partner.url}webhooks/", url=url, kinds=list(kinds))
        hook = Subscription.objects.latest("asked_at")
        self.agrees()
        self.admin.submits(f"/outside/webhooks/{hook.pk}/on/")
        return hook, self.secret()


@pytest.fixture
def world(desk, settings):
    settings.SIWEI_DEMO = True  # http to this machine
    return World(desk)


def event(**changed):
    return {
        "external_event_id": "JC-2026-0001", "service_code": "noise",
        "description": "夜间施工噪声", "town_code": "330424001", **changed,
    }  # fmt: skip

"""A month over a played WeCom: the ledger tells what WeCom did, and nobody gets what they refused.

Officers confirm late or never, residents opt out in between, officers are dropped as contacts.
"""

from collections import Counter
from datetime import datetime, timedelta
from random import Random

import pytest
import time_machine

from county.dimensions.outreach import queries
from county.dimensions.outreach.actions import answers, drafting, sending
from county.dimensions.outreach.flow import REACHED, SENT, Fate, State, Way
from county.dimensions.outreach.knowledge import PER_MONTH, PER_WEEK
from county.dimensions.outreach.models import Campaign, Delivery
from county.foundation.approvals import actions as approvals
from county.foundation.approvals.queries import open_for
from county.foundation.channels.wecom.standin.mailings import FULL
from county.foundation.channels.wecom.standin.mailings import SENT as BY_WECOM
from county.kernel import clock
from county.kernel.clock import SHANGHAI
from county.records.contacts.actions import mailings
from county.records.contacts.models import Contact, Mailing
from county.records.contacts.tests.conftest import (  # noqa: F401 - fixtures
    fake,
    hear,
    officers,
    patience,
    switched_on,
    worker,
)
from county.records.conversations import actions as conversations
from county.records.residents.models import Resident
from tests.tagging import tagged

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
BEGIN = datetime(2026, 12, 1, 10, 0, tzinfo=SHANGHAI)
ALL = {"how": "all", "of": ["tag:T0302", "town:330424001"]}


@pytest.fixture
def author(desk):
    return desk("沈警官", department="PS001").officer


@pytest.fixture
def command(desk):
    return desk("王值班长", post="CMD", department="PSB").officer


@pytest.fixture
def people(hear, fake, officers, person):  # noqa: F811 - fixtures
    """Ten are contacts of three officers, four of them and four more have the county's page."""
    for n in range(10):
        hear(fake.adds(f"wm{n}", ["shen", "xu", "chen"][n % 3], f"居民{n}"))
    known = list(Resident.objects.order_by("number"))
    Resident.objects.update(town_code="330424001", area_code="330424001")
    for n, resident in enumerate(known):
        tagged(resident, "T0302")
        if n < 4:
            place = conversations.begin("web", f"phone-{resident.pk}")
            conversations.belong(place, resident)
    return known + [person("T0302", town="330424001") for _n in range(4)]


def agree(author, command, background, day):
    campaign = drafting.draft(
        title=f"第{day}天提醒", purpose="演练", text="接到转账要求先打电话核实。",
        expression=ALL, by=author,
    )  # fmt: skip
    drafting.submit(campaign, by=author)
    drafting.check_law(campaign, words="依法", by=command)
    approvals.decide(open_for(drafting.SEND, campaign.subject), granted=True, by=command)
    background.catch_up()


def look_round(hear):  # noqa: F811
    for mailing in Mailing.objects.all():
        mailings.ask_for_outcome(mailing, by=mailings.CLOCK)
    hear()
    for campaign in queries.being_sent():
        sending.look_after(campaign)
    hear()


def truth(world):
    """Whom WeCom brought how many of our messages, and whether a quota was ever overrun."""
    brought, full = Counter(), 0
    for task in world.tasks.values():
        for send in task["sends"].values():
            for resident, outcome in send["to"].items():
                brought[resident] += outcome["status"] == BY_WECOM
                full += outcome["status"] == FULL
    return brought, full


def confirm(fake, officer):  # noqa: F811
    """Confirm the newest message that waits for this officer."""
    waiting = [
        msgid for msgid, task in fake.world.tasks.items()
        if officer in task["sends"] and not task["cancelled"]
    ]  # fmt: skip
    if waiting:
        fake.standin.officer(officer).confirms(waiting[-1])


@pytest.fixture
def month(people, fake, hear, author, command, background):  # noqa: F811
    """Thirty days are played; comes back with who said no, and when."""
    rng, refused_at = Random(330424), {}
    for day in range(30):
        with time_machine.travel(BEGIN + timedelta(days=day)):
            if day % 2 == 0:
                agree(author, command, background, day)
            for officer in ("shen", "xu", "chen"):
                if rng.random() < 0.6:
                    confirm(fake, officer)
            if day in (5, 11, 17):
                one = people[rng.randrange(len(people))]
                answers.opt_out(one)
                background.catch_up()
                refused_at.setdefault(one.pk, clock.now())
            if day == 13:
                fake.resident_drops("wm7", "xu")
            look_round(hear)
    with time_machine.travel(BEGIN + timedelta(days=45)):
        look_round(hear)
        look_round(hear)
    return refused_at


def test_the_ledger_is_what_wecom_did(month, people, fake):  # noqa: F811
    names = dict(Contact.objects.values_list("external_userid", "resident_id"))
    brought, full = truth(fake.world)
    reached = Delivery.objects.filter(way=Way.WECOM, state__in=REACHED)
    ours = Counter(reached.values_list("resident_id", flat=True))
    assert {names[key]: n for key, n in brought.items() if n} == dict(ours)
    assert sum(brought.values()) > 20, "something was delivered at all"
    assert full == 0, "WeCom's quota was never reached for"
    assert not Campaign.objects.filter(state__in=(State.SENDING, State.APPROVED)).exists()
    assert not Delivery.objects.filter(state__in=(Fate.PLANNED, Fate.CREATED)).exists()
    assert Delivery.objects.filter(way=Way.WEB, tried__contains="wecom").exists(), "fallback"
    for resident, moment in month.items():
        after = Delivery.objects.filter(resident=resident, planned_at__gt=moment)
        assert set(after.values_list("state", flat=True)) <= {Fate.REFUSED}
    for resident in people:
        demand_caps(resident)


def demand_caps(resident):
    """Nobody has more than two in any seven days, six in any thirty."""
    mine = Delivery.objects.filter(resident=resident, state__in=SENT)
    sent = sorted(mine.values_list("planned_at", flat=True))
    for start in sent:
        for days, most in ((7, PER_WEEK), (30, PER_MONTH)):
            end = start + timedelta(days=days)
            assert len([one for one in sent if start <= one < end]) <= most

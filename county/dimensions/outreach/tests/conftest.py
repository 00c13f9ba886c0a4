"""Residents with pages and tags, a notice on its way through its checks."""

import pytest

from county.dimensions.outreach.actions import drafting
from county.foundation.approvals import actions as approvals
from county.foundation.approvals.queries import open_for
from county.records.audiences.queries import bitmaps
from county.records.conversations import actions as conversations
from county.records.residents import actions as residents
from tests.tagging import tagged

FINANCE = {"how": "all", "of": ["tag:T0302", "town:330424101"]}


@pytest.fixture(autouse=True)
def nothing_remembered():
    bitmaps.MEMORY.forget()


@pytest.fixture
def person():
    """A resident of a town with these tags, who has the county's page open or not."""

    def make(*codes, town="330424101", page=True):
        resident = residents.open_file(town_code=town)
        residents.see_notice(resident)
        if page:
            place = conversations.begin("web", f"phone-{resident.pk}")
            conversations.belong(place, resident)
        return tagged(resident, *codes)

    return make


@pytest.fixture
def chen(desk):
    return desk("陈警官", department="PS101").officer


@pytest.fixture
def chief(desk):
    return desk("赵所长", post="PLD_CHIEF", department="PS101").officer


@pytest.fixture
def written(chen):
    """A draft by an officer of the station."""

    def write(**more):
        fields = {
            "title": "谨防冒充领导", "purpose": "本镇企业近期遇冒充老板诈骗",
            "text": "接到老板转账要求，先打电话核实。",
            "expression": FINANCE, "category": "冒充领导熟人", "by": chen, **more,
        }  # fmt: skip
        return drafting.draft(**fields)

    return write


@pytest.fixture
def agreed(written, chen, chief, background):
    """A notice that was checked by law and approved; it begins in the window."""

    def agree(**more):
        campaign = written(**more)
        drafting.submit(campaign, by=chen)
        drafting.check_law(campaign, words="反电信网络诈骗法", by=chief)
        approvals.decide(open_for(drafting.SEND, campaign.subject), granted=True, by=chief)
        background.catch_up()
        campaign.refresh_from_db()
        return campaign

    return agree

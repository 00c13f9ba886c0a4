"""A page offers no button that would be refused, and no link that would not open."""

from __future__ import annotations

import pytest

from county.foundation.approvals import actions as approvals
from county.foundation.approvals.models import Approval
from county.linkage import actions as linkage
from county.linkage.dials import shown
from county.linkage.engine import RULES, setting

pytestmark = pytest.mark.django_db


def test_a_key_is_offered_when_a_second_person_agreed(desk):
    chief = desk("值班长", post="CMD", department="PSB")
    second = desk("保护专员", post="DPO", department="DPO").officer
    chief.submits(
        "/outside/new/", name="演示镇街平台", contact="演示", purpose="演示", basis="演示协议",
        department="PSB", permits="outside.report", days="90",
    )  # fmt: skip
    assert chief.status == 200
    approval = Approval.objects.get()
    page = chief.goes("/outside/").cssselect("td a")[0].get("href")
    assert "签发密钥" not in chief.goes(page).text_content()
    approvals.decide(approval, granted=True, note="同意", by=second)
    assert "签发密钥" in chief.goes(page).text_content()


def test_an_approval_links_to_what_is_asked_for_who_may_open_it(desk):
    chief = desk("值班长", post="CMD", department="PSB")
    desk("检察长", post="PROC_CHIEF", department="PROC")  # who may decide it
    rule = RULES["a_growing_topic_renews_the_answers"]
    values = {name: value for name, _bounds, value in shown(setting(rule).dials)}
    linkage.wish(rule, enabled=False, parameters=values, reason="试停", by=chief.officer)
    page, address = f"/approvals/{Approval.objects.get().pk}/", f"/linkage/rules/{rule.name}/"
    assert address in [one.get("href") for one in chief.goes(page).cssselect("main a")]
    keeper = desk("保护专员", post="DPO", department="DPO")
    seen = keeper.goes(page)
    assert keeper.status == 200
    assert address not in [one.get("href") for one in seen.cssselect("main a")]
    assert keeper.client.get(address).status_code == 403

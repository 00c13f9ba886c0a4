"""Story 6 to the lesson, across departments and through doors only (L05, L06, L07).

A firm's clerk writes; the police confirm; a warning to the town's finance staff is drafted, the
firm is visited and is offered a lesson, which it orders from the procuratorate; the procuratorate
learns no more of the scam than that there is a firm to offer a lesson to.
"""

from __future__ import annotations

import re

import pytest

from county.dimensions.procuracy.actions import menu
from county.linkage.models import Firing
from tests.actors import Desk, Firm, Phone

pytestmark = pytest.mark.django_db
BOSS = "我们觉得财务遇到诈骗了，老板在群里让我马上转48万到这个账户，不要告诉别人"


@pytest.fixture
def cast(phone, desk, firm):
    menu.load_examples()
    return {
        "shen": desk("沈警官"),
        "account": firm(town="330424001", name="示例纺织有限公司"),
        "liaison": desk("连检察官", post="PROC_LIAISON", department="PROC", areas=["330424001"]),
        "handler": desk("蒋检察官", post="PROC_HANDLER", department="PROC"),
        "clerk": phone(town="330424001", alias="小储"),
    }


def works_there(shen: Desk, clerk: Phone, account: Firm, background) -> None:
    """The officer opens the clerk's file and enters, with the clerk's word, where they work."""
    clerk.says("你好，想咨询一下企业财务防骗")
    background.catch_up()
    found = re.search(r"/residents/([0-9a-f-]{36})/", _file_of(shen))
    assert found is not None
    file = f"/residents/{found[1]}/"
    shen.submits(file, reason="居民来访")
    shen.submits(f"{file}roles/", organisation="示例纺织有限公司", role="finance", since="")
    assert shen.status == 200


def _file_of(shen: Desk) -> str:
    matter = shen.opens()
    return shen.client.get(matter).content.decode()


def confirmed(cast, background) -> str:
    shen, clerk = cast["shen"], cast["clerk"]
    works_there(shen, clerk, cast["account"], background)
    shen.submits(f"{shen.opens()}take/")
    clerk.says(BOSS)
    background.catch_up()
    page = shen.client.get(shen.opens(queue="mine")).content.decode()
    alert = re.search(r"/fraud/alerts/([0-9a-f-]+)/confirm/", page)
    assert alert is not None
    shen.part(f"/fraud/alerts/{alert[1]}/confirm/", category="冒充领导熟人")
    background.catch_up()
    return alert[1]


def test_the_firm_is_offered_a_lesson_and_orders_it(cast, background):
    confirmed(cast, background)
    account, liaison = cast["account"], cast["liaison"]
    assert any("PF13" in line for line in account.news()), "the lesson against boss scams"
    account.submits(
        "/procuracy/firm/menu/PF13/order/", persons="30", day1="2027-01-08", place="培训室",
        contact="示例法务",
    )  # fmt: skip
    assert account.status == 200
    background.catch_up()
    liaison.goes("/procuracy/orders/")
    assert any("示例纺织有限公司" in line for line in liaison.sees("tbody tr"))


def test_the_station_is_asked_to_visit_within_a_day_and_finds_a_draft(cast, background):
    confirmed(cast, background)
    shen = cast["shen"]
    shen.goes("/desk/")
    page = " ".join(shen.page.text_content().split())
    assert "走访企业：示例纺织有限公司" in page
    shen.goes("/outreach/")
    assert any("草稿" in line for line in shen.sees("tbody tr")), "a warning waits for its author"
    rules = set(Firing.objects.values_list("rule", flat=True))
    assert {
        "a_boss_scam_at_a_firm_is_visited", "a_confirmed_boss_scam_drafts_a_warning"
    } <= rules  # fmt: skip


def test_the_procuratorate_learns_nothing_of_who_met_the_scam(cast, background):
    """Counts, tags and firms pass on; no victim, no word of theirs (domain §8)."""
    alert = confirmed(cast, background)
    handler = cast["handler"]
    for address in ("/linkage/", "/linkage/rules/a_boss_scam_at_a_firm_is_visited/", "/desk/"):
        page = handler.goes(address).text_content()
        assert handler.status == 200
        assert "小储" not in page and "48万" not in page and alert not in page
    assert handler.client.get(f"/linkage/chain/?of=alert:{alert}").status_code == 404
    for firing in Firing.objects.all():
        answer = handler.client.get(f"/linkage/firings/{firing.pk}/")
        text = answer.content.decode()
        assert "小储" not in text and "48万" not in text

"""Story 6 of the domain, up to the visit: a screenshot comes in, fraud is seen, money is saved."""

import re

import time_machine

from county.dimensions.fraud.tests.screenshots import chat
from county.kernel import clock
from county.records.audiences.knowledge import Group
from county.records.audiences.queries.bitmaps import people_in
from county.records.residents.models import Resident
from county.records.tags import queries as tags

T0706 = "T0706"

SCREENSHOT = [
    ("other", "小储，我是王总，在开会不方便接电话"),
    ("other", "马上转48万到这个账户，合同保证金，急用"),
    ("self", "好的王总，账号发我"),
    ("other", "不要告诉别人，转完截图给我"),
]


def test_a_finance_clerk_is_saved(phone, desk, background):
    chen = desk("陈警官", department="PS101")
    he = desk("何辅警", post="PLD_AUX", department="PS101")
    shen = desk("沈警官", department="PS001")
    clerk = phone(town="330424101", alias="小储")

    assert clerk.says("我们觉得财务遇到诈骗了，老板在群里让转钱").status_code == 201
    assert clerk.sends(chat(SCREENSHOT)).status_code == 201
    background.catch_up()

    # The desk of the clerk's town sees it, with a reason; another town's does not.
    assert [line for line in chen.queue() if "冒充领导熟人" in line] != []
    assert shen.queue() == []
    assert any("疑似诈骗：冒充领导熟人" in notice for notice in chen.notices())
    matter = chen.opens()
    assert "P2" in " ".join(chen.sees("#file .tl")), "the question has become a call for help"
    assert any("冒充领导熟人" in card for card in chen.sees(".alert-card"))
    turns = " ".join(chen.sees(".readout .turn"))
    assert "48万" in turns and "账号发我" in turns, "the picture was read, with who said what"

    # The officer decides; the program only suggested.
    alert = re.search(
        r"/fraud/alerts/([0-9a-f-]+)/confirm/", chen.client.get(matter).content.decode()
    )
    chen.part(f"/fraud/alerts/{alert[1]}/confirm/", category="冒充领导熟人")
    background.catch_up()
    chen.submits(f"{matter}take/")
    chen.part(f"{matter}reply/", text="不要转账，退出群。我们马上到。")
    background.catch_up()
    assert clerk.hears() == ["不要转账，退出群。我们马上到。"]

    # The auxiliary goes there; the boss is called back on a known number; the money is still there.
    chen.submits(f"{matter}visit/", officer=he.officer.pk, reason="到企业当面核实")
    background.catch_up()
    he.goes("/desk/")
    assert len(he.sees(".task")) == 1
    task = re.search(r"/desk/tasks/([0-9a-f-]+)/finish/", he.client.get("/desk/").content.decode())[
        1
    ]
    he.submits(f"/desk/tasks/{task}/finish/", outcome="老板回电确认没有要求转账")
    chen.submits(
        f"{matter}resolve/", result="solved", money="kept", stated_amount="480000", note="未转账"
    )
    background.catch_up()
    chen.goes(matter)
    after_care = [line for line in chen.sees(".tasks li") if "回访关怀" in line]
    assert len(after_care) == 3, "after-care after 3, 30 and 90 days"
    assert "未转账" in " ".join(chen.sees("#file")) and "480,000" in " ".join(chen.sees("#file"))

    # The clerk follows and rates; the county counts it: stated, not verified.
    assert "已解决" in clerk.follows()[0]
    clerk.submits(f"/helpdesk/phone/matters/{matter.split('/')[3]}/rate/", rating="5")
    chen.submits(f"{matter}close/")
    chen.goes("/helpdesk/figures/?span=today")
    figures = dict(zip(chen.sees(".fig span"), chen.sees(".fig b"), strict=True))
    assert figures["诈骗劝阻成功（S31）"] == "1"
    assert figures["群众求助办结（S10）"] == "1"
    assert (figures["自述金额"], figures["核实金额"]) == ("480,000", "0")


def forty_with_the_tag(phone):
    """38 people of Shendang are finance staff; 3 want generic content only, 2 emergencies only."""
    people = [phone(town="330424101", alias=f"财务{n}") for n in range(38)]
    for n, one in enumerate(people):
        one.submits("/tags/mine/set/", code="T0302")
        if n < 5:
            one.submits("/tags/mine/refuse/", code="T1204" if n < 3 else "T0109", on="1")
    return people


def test_the_town_is_warned_and_nobody_else(phone, desk, background):
    """(I4) (I6) Story 6 to its end: the warning goes to exactly 33, the tag waits for the clerk."""
    today = clock.now().astimezone(clock.SHANGHAI)
    with time_machine.travel(today.replace(hour=10, minute=2), tick=True):
        tell_the_story(phone, desk, background)


def tell_the_story(phone, desk, background):
    people = forty_with_the_tag(phone)
    stranger = phone(town="330424101", alias="没有标签的人")
    elsewhere = phone(town="330424001", alias="武原财务")
    elsewhere.submits("/tags/mine/set/", code="T0302")
    chen = desk("陈警官", department="PS101")
    zhao = desk("赵所长", post="PLD_CHIEF", department="PS101")
    clerk = phone(town="330424101", alias="小储")
    clerk.says("我们觉得财务遇到诈骗了，老板在群里让我马上转48万到这个账户，不要告诉别人")
    background.catch_up()
    matter = chen.opens()
    alert = re.search(
        r"/fraud/alerts/([0-9a-f-]+)/confirm/", chen.client.get(matter).content.decode()
    )
    chen.part(f"/fraud/alerts/{alert[1]}/confirm/", category="冒充领导熟人")
    background.catch_up()

    # L05: the words are drafted, for the town's finance staff and owners; nothing is sent.
    assert any("提醒草稿" in notice for notice in chen.notices())
    chen.goes("/outreach/")
    draft = chen.page.cssselect("tbody a")[0].get("href")
    chen.goes(draft)
    assert "企业财务出纳" in " ".join(chen.sees("dd")) and "沈荡镇" in " ".join(chen.sees("dd"))
    assert chen.sees(".aud-n b") == ["33"]
    explained = " ".join(chen.sees(".aud-result"))
    assert "38 人符合条件 − 3 人仅接收通用内容 − 2 人仅接收紧急提醒 = 33" in explained
    assert people[7].hears() == []

    # Checked by somebody else, approved by a second person, sent to 33.
    chen.submits(f"{draft}submit/")
    assert chen.submits(f"{draft}check-law/", words="依法") is not None and chen.status == 403
    zhao.submits(f"{draft}check-law/", words="反电信网络诈骗法，宣传防范")
    zhao.goes("/approvals/")
    approval = zhao.page.cssselect("ul.lines a")[0].get("href")
    chen.submits(f"{approval}decide/", decision="grant")
    assert chen.status in (403, 404), "nobody is their own second person"
    zhao.submits(f"{approval}decide/", decision="grant")
    background.catch_up()
    warned = [one for one in people if any("先用平时的号码打电话" in said for said in one.hears())]
    assert len(warned) == 33 and not set(map(id, warned)) & set(map(id, people[:5]))
    for one in (stranger, elsewhere, *people[:5]):
        assert not any("老板" in said for said in one.hears())
    chen.goes(draft)
    figures = dict(zip(chen.sees(".fig span"), chen.sees(".fig b"), strict=True))
    assert figures["本人不愿接收"] == "5"
    assert figures["已放入对方页面，未打开"] == "33" or figures.get("已读") == "33"

    # One of them reads it, asks, and wants no more of it; the next notice leaves them out.
    code = re.search(r"/outreach/n/([\w-]+)/", " ".join(people[7].hears()))[1]
    people[7].goes(f"/outreach/n/{code}/")
    assert "一分钱也不转" in " ".join(people[7].sees("article p"))
    people[7].submits(f"/outreach/n/{code}/ask/", what="question", text="真是派出所发的吗")
    people[7].submits(f"/outreach/n/{code}/no-more/")
    background.catch_up()
    assert any("财务7" in line for line in chen.queue())
    chen.goes(draft)
    figures = dict(zip(chen.sees(".fig span"), chen.sees(".fig b"), strict=True))
    assert (figures["已打开详情"], figures["提问"], figures["选择仅接收通用内容"]) == (
        "1",
        "1",
        "1",
    )
    now = chen.part(
        "/outreach/count/",
        audience="suggested:330424101",
        category="冒充领导熟人",
        urgency="routine",
    )
    assert '<b class="num">32</b>' in now.content.decode()

    # The clerk's tag is suggested to the officer, proposed by him, and waits for her word.
    resident = Resident.objects.get(alias="小储")
    assert T0706 not in tags.active_codes(resident.pk)
    chen.goes(f"/residents/{resident.pk}/")
    chen.submits(f"/tags/residents/{resident.pk}/propose/", code=T0706, why="本次求助经核实")
    assert T0706 not in tags.active_codes(resident.pk), "pending until she confirms"
    clerk.goes("/helpdesk/phone/me/")
    confirm = re.search(
        r"/tags/mine/([0-9a-f-]+)/confirm/",
        clerk.client.get("/helpdesk/phone/me/").content.decode(),
    )[1]
    clerk.submits(f"/tags/mine/{confirm}/confirm/")
    assert T0706 in tags.active_codes(resident.pk)
    clerk.submits(f"/tags/mine/{confirm}/end/")
    assert T0706 not in tags.active_codes(resident.pk)
    assert resident.number not in people_in(Group("all", (f"tag:{T0706}",)))


def test_money_that_has_moved_opens_the_fraud_lane(phone, desk, background):
    chen = desk("陈警官", department="PS101")
    fan = desk("反诈专班", post="FRAUD_DESK", department="FRAUD")
    clerk = phone(town="330424101")
    clerk.says("我被骗了，刚刚把5万块转给对方说的安全账户，怎么办")
    background.catch_up()
    matter = chen.opens()
    chen.part(f"{matter}reply/", text="请保持通话，我们马上申请止付。")

    place = re.search(
        r"/fraud/conversations/([0-9a-f-]+)/stop/", chen.client.get(matter).content.decode()
    )[1]
    chen.submits(
        f"/fraud/conversations/{place}/stop/",
        amount="50000",
        bank="示例银行",
        account="6222 0000 0000 0000 018",
        holder="演示户名",
        back=matter,
    )
    background.catch_up()
    assert chen.sees(".chat .hd small") != []
    chen.goes(matter)
    assert "反诈中心处置中" in " ".join(chen.sees("#head"))
    assert any("止付请求" in notice for notice in fan.notices())

    fan.goes("/fraud/stops/")
    assert "6222000000000000018" not in fan.client.get("/fraud/stops/").content.decode()
    stop = re.search(
        r"/fraud/stops/([0-9a-f-]+)/end/", fan.client.get("/fraud/stops/").content.decode()
    )[1]
    shown = fan.part(f"/fraud/stops/{stop}/account/", reason="联系银行止付")
    assert "6222000000000000018" in shown.content.decode()
    fan.submits(f"/fraud/stops/{stop}/end/", verb="stopped", stopped_amount="50000")
    fan.submits(f"{matter}resolve/", result="solved", money="stopped", verified_amount="50000")
    background.catch_up()
    fan.goes("/helpdesk/figures/")
    figures = dict(zip(fan.sees(".fig span"), fan.sees(".fig b"), strict=True))
    assert (figures["诈骗劝阻成功（S31）"], figures["核实金额"]) == ("1", "50,000")

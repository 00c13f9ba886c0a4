"""A source whom nobody knows, an officer who asks back, a case that is solved: S11 is one more."""

from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.tests.test_leads import everywhere
from county.foundation.audit.models import Look

PASSPHRASE = "松木门前的三只灰鹅 2026"
TEXT = "北门车棚夜里有人拔电瓶，白色面包车没牌"
CASE = "盐公演立字〔2026〕示例031号"


def test_from_an_unknown_source_to_a_solved_case(source, desk, background):
    zhu, shen = desk("朱所长", post="PLD_CHIEF"), desk("沈警官")
    zhu.submits("/helpdesk/leads/key/new/", passphrase=PASSPHRASE, again=PASSPHRASE)

    somebody = source()
    assert len(somebody.tells(TEXT, topic="theft", town="330424001", place="演示小区")) == 16
    background.clock_strikes("take_in_anonymous_leads")

    (line,) = [one for one in shen.queue() if "匿名" in one]
    assert TEXT not in line
    address = shen.opens()
    lead = Matter.objects.get(kind="lead")
    shen.submits(f"{address}take/")
    sealed = shen.part(f"{address}lead/", reason="初核", passphrase="不是这一句口令")
    assert sealed.status_code == 403 and TEXT not in sealed.content.decode()
    read = shen.part(f"{address}lead/", reason="初核", passphrase=PASSPHRASE)
    assert TEXT in read.content.decode()

    for verb in ("screen", "register", "verify"):
        shen.submits(f"{address}move/", verb=verb, note="")
        assert shen.status == 200
    shen.submits(f"{address}source/", text="大概几点？不要写您自己的情况。")
    background.catch_up()
    assert somebody.opens() == ["大概几点？不要写您自己的情况。"]
    assert somebody.sees(".state") == ["being verified"]
    somebody.does("say", text="凌晨两点左右")
    background.clock_strikes("take_in_anonymous_leads")
    assert any("举报人又有补充" in notice for notice in shen.notices())
    again = shen.part(f"{address}lead/", reason="看补充", passphrase=PASSPHRASE)
    assert "凌晨两点左右" in again.content.decode()

    shen.submits(f"{address}case/", case_number=CASE, link="direct", small_case="e_bike", file="1")
    shen.submits(f"{address}solved/", document="")
    assert Matter.objects.get(pk=lead.pk).state == "filed"
    assert figure(shen) == "0"
    shen.submits(f"{address}solved/", document="盐公结字1号")
    assert figure(shen) == "1"
    shen.submits(
        f"{address}move/", verb="notify_reward", notice="已破案，谢谢您。", reward="500 元"
    )
    background.catch_up()

    assert somebody.opens()[-1].startswith("已破案，谢谢您。")
    assert somebody.sees(".state") == ["closed"]
    assert figure(shen) == "1"
    shen.goes("/helpdesk/matters/?figure=leads_solved&span=today")
    assert lead.number in shen.page.text_content()
    sheet = shen.client.get("/helpdesk/matters/?figure=leads_solved&span=today&format=csv")
    text = b"".join(sheet).decode("utf-8-sig")
    assert lead.number in text and CASE in text and "直接" in text

    for text in (TEXT, "凌晨两点", "大概几点", somebody.digits, PASSPHRASE):
        assert everywhere(text) == []
    assert {look.reason for look in Look.objects.all()} == {"初核", "看补充"}


def figure(desk):
    """S11 as the desk's page has it."""
    desk.goes("/helpdesk/figures/?span=today")
    (found,) = [fig for fig in desk.sees(".fig") if "S11" in fig]
    return "".join(sign for sign in found.partition("S11")[2] if sign.isdecimal())[:1]

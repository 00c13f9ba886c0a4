"""An officer leaves the service: nothing the officer held waits unseen."""


def test_what_an_officer_held_is_in_the_queue_again(phone, desk, background):
    shen, zhu = desk("沈警官"), desk("朱所长", post="PLD_CHIEF")
    admin = desk("管理员", post="SYSADMIN", department="PSB")
    resident = phone(alias="顾阿姨")
    resident.says("邻居半夜装修太吵了")
    background.catch_up()
    matter = shen.opens()
    shen.submits(f"{matter}take/")
    assert zhu.queue() == []

    admin.submits(f"/staff/{shen.officer.pk}/dismiss/")
    background.catch_up()
    assert len(zhu.queue()) == 1
    assert any("无人承办" in notice for notice in zhu.notices())
    zhu.goes(matter)
    assert "事项退回队列" in " ".join(zhu.sees("#file .tl"))
    zhu.submits(f"{matter}take/")
    zhu.part(f"{matter}reply/", text="您好，我们马上联系物业。")
    assert resident.hears() == ["您好，我们马上联系物业。"]


def test_a_leaving_officers_desk_is_handed_over_whole(phone, desk, background):
    shen, xu = desk("沈警官"), desk("徐警官")
    zhu = desk("朱所长", post="PLD_CHIEF")
    for name in ("甲", "乙"):
        phone(alias=name).says("想问一下怎么办居住证")
    background.catch_up()
    for _turn in range(2):
        shen.submits(f"{shen.opens()}take/")
    assert len(shen.queue("mine")) == 2

    zhu.submits(
        "/helpdesk/duty/hand-over/", leaving=shen.officer.pk, to=xu.officer.pk, reason="调岗"
    )
    background.catch_up()
    assert (len(shen.queue("mine")), len(xu.queue("mine"))) == (0, 2)
    assert sum("转派给您" in notice for notice in xu.notices()) == 2

"""Why WeCom did not deliver an answer is written under it, not only in a hint for a mouse."""

from county.dimensions.helpdesk.models import Matter

TWO_DAYS = 172_800


def test_the_reason_stands_under_the_answer(wecom, background, desk):
    shen = desk("沈", wecom_id="shen")
    wecom.phone().says("身份证到期了在哪里办")
    background.catch_up()
    wecom.standin.later(TWO_DAYS + 60)
    address = f"/helpdesk/matters/{Matter.objects.get().pk}/"
    shen.part(f"{address}take/")
    shen.part(f"{address}reply/", text="请带旧证到窗口。", key="")
    background.catch_up()
    shen.goes(address)
    assert "超过48小时" in " ".join(shen.sees("#thread small.fail"))

"""The main job unchanged, over WeChat customer service: the resident never leaves WeChat."""

import re

from county.dimensions.fraud.tests.screenshots import chat
from county.foundation.channels.wecom.standin import setting
from tests.stories.test_a_finance_clerk_is_saved import SCREENSHOT


def test_a_clerk_is_saved_over_wecom(wecom, desk, background):
    chen = desk("陈警官", department="PS101", wecom_id="chen")
    clerk, phone = wecom.standin.resident(wecom.resident()), wecom.phone()

    # The clerk scans the code on the poster of the town: the notice comes before the first word.
    clerk.enters(scene_param="330424101")
    background.catch_up()
    assert "24小时有民警值守" in phone.hears()[0]

    phone.says("我们觉得财务遇到诈骗了，老板在群里让转钱")
    clerk.sends("image", chat(SCREENSHOT), "截图.png")
    background.catch_up()
    assert any("不要转账" in line for line in phone.hears()), "the desk's own voice, at once"

    # The desk of that town sees it, read and with a reason.
    assert [line for line in chen.queue() if "冒充领导熟人" in line] != []
    matter = chen.opens()
    turns = " ".join(chen.sees(".readout .turn"))
    assert "48万" in turns
    assert "企业微信" in chen.sees(".ti small")[0]

    page = chen.client.get(matter).content.decode()
    alert = re.search(r"/fraud/alerts/([0-9a-f-]+)/confirm/", page)
    chen.part(f"/fraud/alerts/{alert[1]}/confirm/", category="冒充领导熟人")
    background.catch_up()
    chen.submits(f"{matter}take/")
    chen.part(f"{matter}reply/", text="不要转账，退出群。我们马上到。")
    background.catch_up()
    assert phone.hears()[-1] == "不要转账，退出群。我们马上到。"

    # A colleague goes on in WeCom itself; the thread and the clocks know of it.
    wecom.standin.officer("chen").takes(wecom.resident())
    wecom.standin.officer("chen").answers(wecom.resident(), "我到楼下了。")
    background.catch_up()
    chen.goes(matter)
    assert chen.sees(".m.mine .b")[-1] == "我到楼下了。"

    phone.says("钱没转，谢谢！")
    background.catch_up()
    chen.goes(matter)
    assert chen.sees(".m:not(.mine) .b")[-1] == "钱没转，谢谢！"
    chen.submits(
        f"{matter}resolve/", result="solved", money="kept", stated_amount="480000", note="未转账"
    )
    background.catch_up()
    assert chen.status == 200
    assert wecom.standin.world.session(setting.KF, wecom.resident())["left"] == 5

"""What a resident takes back stands nowhere on the desk any more."""

from county.dimensions.helpdesk.models import Matter

SECRET = "我的卡号是6222020000000000000"


def test_the_queue_shows_no_word_that_was_taken_back(wecom, background, desk):
    shen = desk("沈", wecom_id="shen")
    name = wecom.phone().says(SECRET)
    background.catch_up()
    assert Matter.objects.get().last_text.startswith("我的卡号是")
    wecom.standin.resident(wecom.resident()).recalls(name)
    background.catch_up()
    [line] = shen.queue()
    assert "我的卡号是" not in line
    assert "[已撤回]" in line


def test_a_later_word_stays_in_the_queue(wecom, background, desk):
    desk("沈", wecom_id="shen")
    name = wecom.phone().says(SECRET)
    wecom.phone().says("请问周末开门吗")
    background.catch_up()
    wecom.standin.resident(wecom.resident()).recalls(name)
    background.catch_up()
    assert Matter.objects.get().last_text == "请问周末开门吗"


def test_beside_the_chat_it_is_not_shown_either(wecom, background, desk):
    shen = desk("沈警官", wecom_id="shen")
    name = wecom.phone().says("我的卡号是6222020000000000000")
    background.catch_up()
    wecom.standin.resident(wecom.resident()).recalls(name)
    background.catch_up()
    page = shen.client.get("/helpdesk/sidebar/", {"person": wecom.resident()}).content.decode()
    assert "6222020000000000000" not in page
    assert "已撤回" in page


def test_a_message_of_nothing_visible_is_said_to_be_blank(wecom, background, desk):
    shen = desk("沈警官")
    wecom.phone().says("\u200b\u200d")
    background.catch_up()
    assert any("空白消息" in line for line in shen.queue())
    shen.opens()
    assert any("空白消息" in line for line in shen.sees(".m .b"))

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

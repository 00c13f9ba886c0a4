"""Messages and cards to officers, and what they press (wecom.md §7)."""

import pytest

from county.foundation.channels.wecom.standin.setting import AGENT
from county.foundation.channels.wecom.standin.world import DAY, HOUR

PNG = b"\x89PNG\r\n\x1a\n123"
TEXT = {"msgtype": "text", "text": {"content": "有新警情"}}
OPTIONS = [{"id": "a", "text": "是"}]
BUTTONS = {
    "card_type": "button_interaction", "main_title": {"title": "预警"}, "task_id": "t-1@a",
    "button_list": [{"text": "接", "key": "take"}, {"text": "转", "key": "pass"}],
    "button_selection": {"question_key": "q", "option_list": OPTIONS},
}  # fmt: skip
VOTE = {
    "card_type": "vote_interaction", "main_title": {"title": "核实"}, "task_id": "t-2",
    "checkbox": {"question_key": "q", "option_list": OPTIONS},
    "submit_button": {"text": "交", "key": "ok"},
}  # fmt: skip
NOTICE = {
    "card_type": "text_notice", "main_title": {"title": "通知"},
    "card_action": {"type": 1, "url": "https://a.cn"},
}  # fmt: skip


@pytest.fixture
def send(api):
    def send(touser="shen", **body):
        return api.post("message/send", **{"touser": touser, "agentid": AGENT, **TEXT, **body})

    return send


@pytest.fixture
def deal(send):
    def deal(card, touser="shen", **change):
        card = {**card, **change}
        return send(touser, msgtype="template_card", template_card=card)

    return deal


def test_officers_are_told_and_the_lost_ones_named(standin, send):
    answer = send("shen|nobody|xu")
    assert (answer["errcode"], answer["invaliduser"]) == (0, "nobody")
    assert standin.posts[0]["to"] == ["shen", "xu"]
    assert "response_code" not in answer
    assert send("@all")["invaliduser"] == ""
    assert len(standin.posts[1]["to"]) == len(standin.world.officers)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"touser": "nobody"}, 81013), ({"touser": ""}, 82001), ({"agentid": 0}, 40056),
        ({"agentid": AGENT + 1}, 301002), ({"agentid": str(AGENT)}, 0),
        ({"text": {"content": ""}}, 44004), ({"msgtype": "hologram", "hologram": {}}, 40008),
        ({"touser": "a|" * 1001}, 82002),
        ({"msgtype": "markdown", "markdown": {"content": "字" * 683}}, 45002),
        ({"msgtype": "markdown", "markdown": {"content": "**急**"}}, 0),
        ({"msgtype": "image", "image": {"media_id": "m"}}, 40007),
        ({"msgtype": "textcard", "textcard": {"title": "a", "description": "b", "url": "c"}}, 0),
        ({"msgtype": "textcard", "textcard": {"title": "a" * 129, "description": "b", "url": "c"}},
         45002),
        ({"msgtype": "news", "news": {"articles": [{}] * 9}}, 45008),
    ],
)  # fmt: skip
def test_each_kind_has_its_limits(send, change, code):
    assert send(**change)["errcode"] == code


def test_a_file_goes_to_officers(api, send):
    media = api.upload("file", "a.txt", b"123456")["media_id"]
    assert send(msgtype="file", file={"media_id": media})["errcode"] == 0


@pytest.mark.parametrize(
    ("card", "change", "code"),
    [
        (NOTICE, {}, 0), (NOTICE, {"card_action": {}}, 42045), (NOTICE, {"main_title": {}}, 40058),
        (NOTICE, {"card_type": "x"}, 42031), (NOTICE, {"jump_list": [{}] * 4}, 42042),
        (NOTICE, {"horizontal_content_list": [{}] * 7}, 42035),
        (NOTICE, {"card_action": {"type": 1}}, 42028),
        (NOTICE, {"action_menu": {"action_list": []}, "task_id": "t"}, 40058),
        (NOTICE, {"action_menu": {"action_list": [{"text": "a", "key": "k"}]}}, 40058),
        (NOTICE, {"card_type": "news_notice", "card_image": {"url": "https://a.cn"}}, 0),
        (NOTICE, {"card_type": "news_notice"}, 40058),
        (BUTTONS, {}, 0), (BUTTONS, {"task_id": "任务"}, 40058), (BUTTONS, {"task_id": ""}, 40058),
        (BUTTONS, {"button_list": [{"text": "a", "key": "k"}] * 7}, 40058),
        (BUTTONS, {"button_list": [{"text": "a"}]}, 42039),
        (BUTTONS, {"button_list": [{"key": "a"}]}, 42038),
        (BUTTONS, {"button_selection": {"question_key": "q", "option_list": []}}, 42037),
        (VOTE, {}, 0), (VOTE, {"submit_button": {"text": "a"}}, 42046),
        (VOTE, {"checkbox": {"option_list": OPTIONS}}, 42043),
        (VOTE, {"card_type": "multiple_interaction", "select_list": []}, 42047),
        (VOTE, {"card_type": "multiple_interaction",
                "select_list": [{"question_key": "q", "option_list": OPTIONS}]}, 0),
    ],
)  # fmt: skip
def test_each_card_has_its_shape(deal, card, change, code):
    assert deal(card, **change)["errcode"] == code


def test_a_task_has_one_name(deal):
    assert [deal(BUTTONS)["errcode"] for _n in range(2)] == [0, 42014]


def test_a_press_is_told_with_a_code_for_one_change(api, standin, listener, deal):
    sent = deal(BUTTONS, "shen|xu")
    assert sent["response_code"]
    code = standin.officer("shen").presses(sent["msgid"], "take", {"q": ["a"]})
    (told,) = listener.heard
    for part in (
        "<FromUserName><![CDATA[shen]]></FromUserName>",
        "<Event><![CDATA[template_card_event]]></Event>", "<EventKey><![CDATA[take]]></EventKey>",
        "<TaskId><![CDATA[t-1@a]]></TaskId>",
        "<CardType><![CDATA[button_interaction]]></CardType>",
        f"<ResponseCode><![CDATA[{code}]]></ResponseCode>", f"<AgentID>{AGENT}</AgentID>",
        ("<SelectedItems><SelectedItem><QuestionKey><![CDATA[q]]></QuestionKey><OptionIds>"
        "<OptionId><![CDATA[a]]></OptionId></OptionIds></SelectedItem></SelectedItems>"),
    ):  # fmt: skip
        assert part in told
    change = lambda code, **body: api.post(  # noqa: E731
        "message/update_template_card", agentid=AGENT, response_code=code, **body
    )
    done = change(code, userids=["shen", "lu"], button={"replace_name": "已接"})
    assert (done["errcode"], done["invaliduser"]) == (0, ["lu"])
    assert standin.posts[0]["shown"]["shen"] == {"replace_name": "已接"}
    assert change(code, userids=["shen"], button={"replace_name": "x"})["errcode"] == 60140
    card = {**NOTICE, "task_id": BUTTONS["task_id"]}
    assert change(sent["response_code"], atall=1, template_card=card)["errcode"] == 0
    assert standin.posts[0]["shown"]["xu"] == {"template_card": card}
    with pytest.raises(KeyError):
        standin.officer("xu").presses(sent["msgid"], "take")


def test_a_code_is_good_for_72_hours(api, standin, deal):
    sent = deal(BUTTONS)
    code = standin.officer("shen").presses(sent["msgid"], "pass")
    standin.later(72 * HOUR + 1)
    api.sign_in()
    for one in (code, sent["response_code"]):
        body = {"response_code": one, "userids": ["shen"], "button": {"replace_name": "x"}}
        answer = api.post("message/update_template_card", agentid=AGENT, **body)
        assert answer["errcode"] == 60140


def test_a_menus_line_is_another_event(standin, listener, deal):
    menu = {"action_list": [{"text": "不再提醒", "key": "quiet"}]}
    sent = deal(NOTICE, action_menu=menu, task_id="t-3")
    standin.officer("shen").presses(sent["msgid"], "quiet")
    assert "<Event><![CDATA[template_card_menu_event]]></Event>" in listener.heard[0]


def test_a_message_is_recalled_within_a_day(api, standin, send):
    first, second = send()["msgid"], send()["msgid"]
    assert api.post("message/recall", msgid=first)["errcode"] == 0
    assert [one["recalled"] for one in standin.posts] == [True, False]
    standin.later(DAY + 1)
    api.sign_in()
    assert api.post("message/recall", msgid=second)["errcode"] == 42052
    assert api.post("message/recall", msgid="x")["errcode"] == 40058


def test_more_than_thirty_a_minute_are_dropped_without_a_word(standin, send):
    """D:90312."""
    assert {send()["errcode"] for _n in range(31)} == {0}
    assert [bool(one["dropped"]) for one in standin.posts] == [False] * 30 + [True]
    standin.later(61)
    send()
    assert not standin.posts[-1]["dropped"]


def test_a_repeated_message_may_be_held_back(standin, send):
    for _n in range(2):
        send(enable_duplicate_check=1)
    assert len(standin.posts) == 1
    standin.later(1801)
    send(enable_duplicate_check=1)
    assert len(standin.posts) == 2


def test_officers_write_to_the_application(standin, listener):
    """§7: a name beyond 2^53 (F-49)."""
    shen = standin.officer("shen")
    shen.says("在岗")
    shen.opens()
    said, opened = listener.heard
    assert "<Content><![CDATA[在岗]]></Content>" in said
    assert int(said.partition("<MsgId>")[2].partition("<")[0]) > 2**53
    assert "<Event><![CDATA[enter_agent]]></Event><EventKey><![CDATA[]]></EventKey>" in opened

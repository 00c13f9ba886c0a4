"""Customer service: accounts, the record, sending, sessions (wecom.md §5)."""

import httpx
import pytest

from county.foundation.channels.wecom.standin.setting import KF, KF_OTHER, R1, R2
from county.foundation.channels.wecom.standin.tests.conftest import TEXT
from county.foundation.channels.wecom.standin.world import DAY, HOUR

PNG, JPG = b"\x89PNG\r\n\x1a\n123", b"\xff\xd8\xff123"


def pulled(api, **more):
    return api.post("kf/sync_msg", open_kfid=KF, **more)


def hint(listener):
    return listener.heard[-1].partition("<Token><![CDATA[")[2].partition("]]>")[0]


def test_a_message_is_hinted_at_and_pulled(api, listener, phone):
    """§5.3: no sender, no message in the hint; §5.4."""
    phone.writes("我被骗了")
    (said,) = listener.heard
    assert "<Event><![CDATA[kf_msg_or_event]]></Event>" in said
    assert f"<OpenKfId><![CDATA[{KF}]]></OpenKfId>" in said
    assert not any(word in said for word in ("FromUserName", "MsgId", "AgentID", "被骗"))
    answer = pulled(api, token=hint(listener))
    (entry,) = answer["msg_list"]
    assert (entry["origin"], entry["msgtype"], entry["text"]) == (
        3,
        "text",
        {"content": "我被骗了"},
    )
    assert (entry["open_kfid"], entry["external_userid"]) == (KF, R1)
    assert answer["has_more"] == 0
    assert len(answer["next_cursor"]) <= 64
    assert pulled(api, cursor=answer["next_cursor"])["msg_list"] == []


def test_the_record_comes_in_pages_and_an_empty_one_may_have_more(api, standin, phone):
    """F-19."""
    for n in range(5):
        phone.writes(str(n))
    standin.option(page=2, empty_pages=1)
    said, cursor, sizes = [], "", []
    while True:
        page = pulled(api, limit=3, **({"cursor": cursor} if cursor else {}))
        sizes.append(len(page["msg_list"]))
        said += [one["text"]["content"] for one in page["msg_list"]]
        cursor = page["next_cursor"]
        if not page["has_more"]:
            break
    assert (said, sizes) == (list("01234"), [0, 2, 2, 1])


def test_the_record_reaches_three_days_back(api, standin, phone):
    phone.writes("早")
    cursor = pulled(api)["next_cursor"]
    phone.writes("中")
    standin.later(3 * DAY + 5)
    api.sign_in()
    phone.writes("晚")
    for query in ({}, {"cursor": cursor}):
        assert [one["text"]["content"] for one in pulled(api, **query)["msg_list"]] == ["晚"]


def test_a_hint_is_good_for_ten_minutes_and_its_account(api, standin, listener, phone):
    phone.writes("喂")
    token = hint(listener)
    assert pulled(api, token=token)["errcode"] == 0
    assert pulled(api, token="x")["errcode"] == 95007
    standin.later(601)
    assert pulled(api, token=token)["errcode"] == 95007


def test_pulls_without_a_hint_may_be_limited(api, standin, listener, phone):
    """§5.4: strict, and by token free."""
    standin.option(strict=2)
    phone.writes("喂")
    assert [pulled(api)["errcode"] for _n in range(3)] == [0, 0, 45009]
    assert pulled(api, token=hint(listener))["errcode"] == 0
    standin.later(61)
    assert pulled(api)["errcode"] == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, 40058),
        ({"open_kfid": "wkx"}, 95000),
        ({"open_kfid": KF_OTHER}, 48007),
        ({"open_kfid": KF, "cursor": "AAAA"}, 50100),
        ({"open_kfid": KF, "limit": 1001}, 40058),
        ({"open_kfid": KF, "voice_format": 2}, 40058),
        ({"open_kfid": KF, "cursor": "a" * 65}, 40058),
    ],
)
def test_a_bad_pull_is_refused(api, body, code):
    assert api.post("kf/sync_msg", **body)["errcode"] == code


def test_another_accounts_messages_make_no_callback(listener, phone):
    phone.writes("喂", account=KF_OTHER)
    assert listener.heard == []


def test_five_messages_answer_one(api, phone, send):
    """§5.5; what we send is not in the record."""
    assert send() == 40096
    phone.writes("喂")
    assert [send() for _n in range(6)] == [0] * 5 + [95001]
    phone.writes("还在吗")
    assert send() == 0
    assert [one["origin"] for one in pulled(api)["msg_list"]] == [3, 3]
    assert [one["from"] for one in phone.chat()].count("app") == 6


def test_after_48_hours_nothing_is_sent(api, standin, phone, send):
    phone.writes("喂")
    standin.later(48 * HOUR - 5)
    api.sign_in()
    assert send() == 0
    standin.later(10)
    assert send() == 95002
    found = api.post("kf/service_state/get", open_kfid=KF, external_userid=R1)
    assert found["service_state"] == 4


def test_a_name_is_taken_once_per_account(phone, send):
    """F-25."""
    phone.writes("喂")
    assert [send(msgid="a-1_B") for _n in range(2)] == [0, 95033]
    assert [send(msgid=bad) for bad in ("", "a b", "a" * 33, 7)] == [40058] * 4


def test_a_lost_answer_has_sent(api, standin, phone, send):
    """§13.7: a timeout after the server has committed."""
    phone.writes("喂")
    standin.fails("kf/send_msg", "lost")
    with pytest.raises(httpx.RemoteProtocolError):
        send(msgid="once")
    assert send(msgid="once") == 95033
    assert [one["msgid"] for one in phone.chat() if one["from"] == "app"] == ["once"]


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("text", {"content": ""}, 44004),
        ("text", {"content": 7}, 40058),
        ("text", [], 40058),
        ("hologram", {}, 40008),
        ("image", {"media_id": "m"}, 40007),
        ("location", {"latitude": 90, "longitude": -180}, 0),
        ("location", {"latitude": 91, "longitude": 0}, 40058),
        ("ca_link", {"link_url": "https://work.weixin.qq.com/ca/x"}, 0),
        ("msgmenu", {"head_content": "选", "list": []}, 0),
        ("msgmenu", {"tail_content": "警" * 342}, 40058),
        ("msgmenu", {"list": [{"type": "click", "click": {"id": "1", "content": "是"}}] * 10}, 0),
        ("msgmenu", {"list": [{"type": "view", "view": {"url": "u", "content": "c"}}] * 11}, 95008),
        ("msgmenu", {"list": [{"type": "text", "text": {"content": "a"}}] * 51}, 95008),
        ("msgmenu", {"list": [{"type": "text", "text": {"content": "a" * 257}}]}, 40058),
        ("msgmenu", {"list": [{"type": "click", "click": {"id": "", "content": "a"}}]}, 40058),
        ("msgmenu", {"list": [{"type": "hologram", "hologram": {}}]}, 95009),
    ],
)
def test_each_kind_has_its_shape(phone, send, kind, content, code):
    phone.writes("喂")
    assert send(msgtype=kind, **{kind: content}) == code


def test_files_links_and_programs_need_a_picture_that_is_kept(api, standin, phone, send):
    phone.writes("喂")
    media = api.upload("image", "a.png", PNG)["media_id"]
    link = {"title": "标题" * 99, "url": "https://a.cn", "thumb_media_id": media}
    program = {"appid": "wx1", "thumb_media_id": media, "pagepath": "a/b.html?x=1"}
    assert send(msgtype="image", image={"media_id": media}) == 0
    assert send(msgtype="voice", voice={"media_id": media}) == 40007
    assert send(msgtype="link", link=link) == 0
    assert send(msgtype="link", link={**link, "url": "a.cn"}) == 40058
    assert send(msgtype="miniprogram", miniprogram=program) == 0
    assert send(msgtype="miniprogram", miniprogram={**program, "pagepath": "a"}) == 40058
    assert len(phone.chat()[2]["link"]["title"].encode()) <= 128
    standin.later(3 * DAY + 1)
    api.sign_in()
    phone.writes("还在吗")
    assert send(msgtype="image", image={"media_id": media}) == 40007


def test_a_long_text_is_cut_without_a_word(phone, send):
    """F-29."""
    phone.writes("喂")
    assert send(text={"content": "警" * 700}) == 0
    assert phone.chat()[-1]["text"]["content"] == "警" * 682


def test_a_welcome_is_said_once_within_20_seconds(api, standin, phone):
    """§5.6, §5.4: a menu, too; no second welcome within 48 hours."""
    code = phone.enters("qr7", "town=wy")
    (event,) = pulled(api)["msg_list"]
    assert (event["origin"], event["msgtype"], "external_userid" in event) == (4, "event", False)
    assert event["event"] == {
        "event_type": "enter_session", "open_kfid": KF, "external_userid": R1, "scene": "qr7",
        "scene_param": "town=wy", "welcome_code": code,
    }  # fmt: skip
    menu = {"msgtype": "msgmenu", "msgmenu": {"head_content": "您好", "list": []}}
    assert api.post("kf/send_msg_on_event", code=code, **menu)["errcode"] == 0
    assert api.post("kf/send_msg_on_event", code=code, **menu)["errcode"] == 40029
    assert phone.enters("qr7") == ""
    late = standin.resident(R2).enters()
    standin.later(21)
    assert api.post("kf/send_msg_on_event", code=late, **TEXT)["errcode"] == 40029


def test_opening_from_the_list_of_chats_is_no_event(api, phone):
    assert phone.enters(link=False) == ""
    assert pulled(api)["msg_list"] == []


def test_sessions_go_along_the_arrows(api, standin, listener, phone, send):
    """§5.7; changes through the API make no event (D:92130)."""

    def trans(state, **more):
        body = {"open_kfid": KF, "external_userid": R1, "service_state": state, **more}
        return api.post("kf/service_state/trans", **body)

    assert trans(1)["errcode"] == 40096
    phone.enters()
    assert trans(1)["errcode"] == 95013
    phone.writes("喂")
    heard = len(listener.heard)
    assert trans(1)["errcode"] == 0
    assert send() == 0
    pool = trans(2)
    assert (pool["errcode"], send()) == (0, 95018)
    assert trans(1)["errcode"] == 95016
    assert [trans(3, servicer_userid=who)["errcode"] for who in ("nobody", "xu", "")] == [
        95014, 95014, 40058,
    ]  # fmt: skip
    standin.officer("chen").stops()
    assert trans(3, servicer_userid="chen")["errcode"] == 95019
    taken = trans(3, servicer_userid="shen")
    asked = api.post("kf/service_state/get", open_kfid=KF, external_userid=R1)
    assert (asked["service_state"], asked["servicer_userid"]) == (3, "shen")
    assert "msg_code" not in trans(3, servicer_userid="fan")
    on_event = lambda code: api.post("kf/send_msg_on_event", code=code, **TEXT)["errcode"]  # noqa: E731
    assert on_event(pool["msg_code"]) == 95018
    assert on_event(taken["msg_code"]) == 0
    ended = trans(4)
    assert trans(3, servicer_userid="shen")["errcode"] == 95013
    menu = {"msgtype": "msgmenu", "msgmenu": {"list": []}}
    assert api.post("kf/send_msg_on_event", code=ended["msg_code"], **menu)["errcode"] == 0
    assert len(listener.heard) == heard + 1  # only that chen stopped
    standin.world.arrows.remove("0>1")
    phone.writes("又来了")
    assert trans(1)["errcode"] == 95016


def test_an_officer_takes_answers_and_ends(api, standin, phone, send):
    """§5.4: change_type 1, 2, 3, 4, with their codes; origin 5."""
    shen, chen = standin.officer("shen"), standin.officer("chen")
    phone.writes("喂")
    shen.takes(R1)
    said = shen.answers(R1, "您好，我是民警")
    shen.recalls(R1, said["msgid"])
    chen.takes(R1)
    chen.ends(R1)
    shen.answers(R1, "回访")
    assert send() == 95018
    entries = pulled(api)["msg_list"]
    events = [one["event"] for one in entries if one["msgtype"] == "event"]
    assert [(one["event_type"], one.get("change_type")) for one in events] == [
        ("session_status_change", 1), ("servicer_recall_msg", None), ("session_status_change", 2),
        ("session_status_change", 3), ("session_status_change", 4),
    ]  # fmt: skip
    assert events[2]["old_servicer_userid"], events[2]["new_servicer_userid"] == ("shen", "chen")
    assert [bool(one.get("msg_code")) for one in events] == [True, False, False, True, False]
    assert events[1]["recall_msgid"] == said["msgid"]
    assert {one["servicer_userid"] for one in entries if one["origin"] == 5} == {"shen"}


def test_every_kind_of_message_reaches_the_record(api, phone):
    phone.sends("image", JPG, "a.jpg")
    phone.sends("file", b"0" * (20 * 1024 * 1024 + 1))
    phone.locates(30.52, 120.94, "绮园", "海盐县武原街道")
    phone.shares("公告", "https://a.cn/x")
    phone.says("meeting")
    phone.says("hologram", {"depth": 3})
    phone.writes("是", menu_id="m1")
    own = phone.writes("发错了")
    phone.recalls(own["msgid"])
    phone.rejects()
    entries = pulled(api)["msg_list"]
    kinds = ["image", "text", "location", "link", "meeting", "hologram", "text", "text", "event",
             "event"]  # fmt: skip
    assert [one["msgtype"] for one in entries] == kinds
    assert api.raw("GET", "media/get", {"media_id": entries[0]["image"]["media_id"]}).content == JPG
    assert entries[2]["location"]["name"] == "绮园"
    assert "meeting" not in entries[4]
    assert entries[6]["text"] == {"content": "是", "menu_id": "m1"}
    assert entries[8]["event"]["recall_msgid"] == own["msgid"]
    assert entries[9]["event"]["reject_switch"] == 1


def test_a_sent_message_may_fail_later(api, standin, phone, send):
    """F-26: ok, and then an event with the message's name."""
    phone.writes("喂")
    standin.resident(R1)
    api.http.post("/_standin/send_fails", json={"resident": R1, "kinds": [13]})
    assert send(msgid="m1") == 0
    phone.rejects()
    assert send(msgid="m2") == 0
    failed = [one["event"] for one in pulled(api)["msg_list"] if one["origin"] == 4]
    assert [(one["fail_msgid"], one["fail_type"]) for one in failed if "fail_msgid" in one] == [
        ("m1", 13), ("m2", 10),
    ]  # fmt: skip

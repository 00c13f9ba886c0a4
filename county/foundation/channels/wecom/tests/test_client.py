"""The wire and the calls over real sockets, against the standin of wecom.md §3 to §8."""

import logging
import traceback

import httpx
import pytest

from county.foundation.channels.wecom import calls
from county.foundation.channels.wecom import client as wire
from county.foundation.channels.wecom.client import AT_ONCE, client
from county.foundation.channels.wecom.errors import (
    MEANINGS,
    Step,
    SwitchedOff,
    Unreachable,
    Waiting,
    WeComRefused,
)
from county.foundation.channels.wecom.standin.setting import (
    ACCOUNTS,
    CORP,
    KF,
    R1,
    R2,
    R3,
    R4,
    R5,
    RESIDENTS,
    SECRET,
)
from county.foundation.channels.wecom.tokens import App

PNG, PHOTO = b"\x89PNG\r\n", b"\xff\xd8" + bytes(range(256))

pytestmark = pytest.mark.django_db(transaction=True)


def code_of(act):
    with pytest.raises(WeComRefused) as why:
        act()
    return why.value.code


def too_much(act):
    with pytest.raises(calls.OverLimit) as why:
        act()
    return str(why.value)


def test_the_whole_record_is_pulled_page_by_page(standin, wecom):
    """F-20, F-22."""
    standin.option(page=2)
    for n in range(5):
        standin.resident(R1).writes(f"第{n}句")
    said, cursor, pages = [], "", 0
    while True:
        page = calls.pull(wecom, KF, cursor=cursor, token=standin.hint)
        said, cursor, pages = [*said, *page.said], page.cursor, pages + 1
        if not page.more:
            break
    assert pages == 3
    assert [one.content["content"] for one in said] == [f"第{n}句" for n in range(5)]
    assert {(one.account, one.resident, one.origin, one.kind) for one in said} == {
        (KF, R1, 3, "text")
    }
    assert calls.pull(wecom, KF, cursor=cursor).said == ()


def test_an_event_names_account_and_resident_inside(standin, wecom):
    code = standin.resident(R5).enters()
    (said,) = calls.pull(wecom, KF).said
    assert (said.kind, said.event, said.account, said.resident) == (
        "event", "enter_session", KF, R5,
    )  # fmt: skip
    assert said.content["welcome_code"] == code


def test_an_empty_page_may_have_more(standin, wecom):
    """F-19: has_more decides, not the list."""
    standin.fails("kf/sync_msg", (200, b'{"errcode":0,"next_cursor":"c7","has_more":1}'))
    page = calls.pull(wecom, KF)
    assert (page.said, page.cursor, page.more) == ((), "c7", True)


def test_an_expired_hint_is_refused_and_the_record_pulled_without(standin, wecom):
    """F-21."""
    standin.resident(R1).writes("喂")
    hint = standin.hint
    standin.later(601)
    assert code_of(lambda: calls.pull(wecom, KF, token=hint)) == 95007
    assert len(calls.pull(wecom, KF).said) == 1


def test_only_three_days_can_be_pulled(standin, wecom):
    standin.resident(R1).writes("早")
    standin.later(3 * 24 * 3600 + 5)
    standin.resident(R1).writes("晚")
    assert [one.content["content"] for one in calls.pull(wecom, KF).said] == ["晚"]


def test_an_unknown_message_is_kept_raw(standin, wecom):
    """F-12."""
    entry = b'{"msgid":"m1","msgtype":"hologram","hologram":{"a":1},"origin":3,"send_time":5}'
    standin.fails("kf/sync_msg", (200, b'{"errcode":0,"has_more":0,"msg_list":[' + entry + b"]}"))
    (said,) = calls.pull(wecom, KF).said
    assert (said.kind, said.content) == ("hologram", {"a": 1})


def test_an_error_is_no_empty_list(standin, wecom):
    """F-36: error bodies carry empty lists."""
    for act in (lambda: calls.contacts_of(wecom, "shen"), lambda: calls.pull(wecom, KF)):
        for interface in ("externalcontact/list", "kf/sync_msg"):
            standin.fails(interface, 60011)
        assert code_of(act) == 60011


def test_a_text_arrives_as_real_utf8(standin, wecom):
    standin.resident(R1).writes("喂")
    assert calls.say(wecom, KF, R1, "别转账", key="k1") == "k1"
    assert standin.sent[0]["text"] == {"content": "别转账"}
    assert "别转账".encode() in standin.seen[-1][2]


def test_a_second_try_after_a_lost_answer_sends_once(standin, wecom):
    """F-25: the same key, 95033."""
    standin.resident(R1).writes("喂")
    for _n in range(2):
        assert calls.say(wecom, KF, R1, "在", key="k1") == "k1"
    assert len(standin.sent) == 1


def test_the_fifth_message_is_the_last_until_the_resident_writes(standin, wecom):
    """F-27."""
    standin.resident(R1).writes("喂")
    for n in range(5):
        calls.say(wecom, KF, R1, "在", key=f"k{n}")
    assert code_of(lambda: calls.say(wecom, KF, R1, "在", key="k5")) == 95001
    standin.resident(R1).writes("还在吗")
    assert calls.say(wecom, KF, R1, "在", key="k5") == "k5"


def test_after_48_hours_and_beside_a_colleague_nothing_is_sent(standin, wecom):
    standin.resident(R1).writes("喂")
    standin.officer("shen").takes(R1)
    assert code_of(lambda: calls.say(wecom, KF, R1, "在", key="k")) == 95018
    standin.officer("shen").ends(R1)
    standin.resident(R1).writes("喂")
    standin.later(48 * 3600 + 1)
    assert code_of(lambda: calls.say(wecom, KF, R1, "在", key="k")) == 95002


@pytest.mark.parametrize("text", ["", " ", "警" * 683, "a" * 2049])
def test_a_text_that_would_be_cut_is_not_sent(standin, wecom, text):
    """F-29: 2048 bytes, a Chinese character has three."""
    standin.resident(R1).writes("喂")
    assert "2048" in too_much(lambda: calls.say(wecom, KF, R1, text, key="k"))
    assert not standin.sent


@pytest.mark.parametrize("text", ["警" * 682, "a" * 2048])
def test_a_text_that_just_fits_arrives_whole(standin, wecom, text):
    standin.resident(R1).writes("喂")
    calls.say(wecom, KF, R1, text, key="k")
    assert standin.sent[0]["text"]["content"] == text


def test_a_welcome_is_said_once_within_20_seconds(standin, wecom):
    code, late = standin.resident(R1).enters(), standin.resident(R2).enters()
    assert calls.say_on_event(wecom, code, "您好", key="w1") == "w1"
    assert code_of(lambda: calls.say_on_event(wecom, code, "您好", key="w2")) == 40029
    standin.later(21)
    assert code_of(lambda: calls.say_on_event(wecom, late, "您好", key="w3")) == 40029


def test_a_picture_and_a_menu_are_sent(standin, wecom):
    standin.resident(R1).writes("喂")
    media = calls.keep(wecom, "image", "a.jpg", PNG)
    calls.show(wecom, KF, R1, ("image", media), key="p1")
    menu = {
        "head_content": "选",
        "list": [{"type": "click", "click": {"id": "1", "content": "是"}}],
    }
    calls.ask(wecom, KF, R1, menu, key="q1")
    assert [one["msgtype"] for one in standin.sent] == ["image", "msgmenu"]


def test_what_is_over_a_limit_stays_here(standin, wecom):
    many = {"list": [{"type": "click"}] * 11}
    buttons = {"card_type": "button_interaction", "task_id": "t", "button_list": [{}] * 7}
    acts = [
        lambda: calls.ask(wecom, KF, R1, many, key="k"),
        lambda: calls.ask(wecom, KF, R1, {"list": [{"type": "text"}] * 51}, key="k"),
        lambda: calls.ask(wecom, KF, R1, {"tail_content": "警" * 342}, key="k"),
        lambda: calls.say(wecom, KF, R1, "a", key="k" * 33),
        lambda: calls.say(wecom, KF, R1, "a", key=""),
        lambda: calls.show(wecom, KF, R1, ("hologram", "m"), key="k"),
        lambda: calls.tell(wecom, [], "a"),
        lambda: calls.tell(wecom, ["a"] * 1001, "a"),
        lambda: calls.tell(wecom, ["@all"], "a"),
        lambda: calls.deal(wecom, ["a"], buttons),
        lambda: calls.deal(wecom, ["a"], {**buttons, "button_list": [{}], "task_id": "任务"}),
        lambda: calls.deal(wecom, ["a"], {"horizontal_content_list": [{}] * 7}),
        lambda: calls.remark(wecom, "shen", R1, "储" * 21),
        lambda: calls.remark(wecom, "shen", R1, "", "储" * 151),
        lambda: calls.remark(wecom, "shen", R1),
        lambda: calls.keep(wecom, "image", "a.jpg", b"12345"),
        lambda: calls.keep(wecom, "image", "jpg", PNG),
        lambda: calls.keep(wecom, "voice", "a.amr", b"1" * (2 * 1024 * 1024 + 1)),
    ]
    assert all(too_much(act) for act in acts)
    assert not standin.asked


def test_officers_are_told_and_the_lost_ones_named(standin, wecom):
    told = calls.tell(wecom, ["shen", "nobody"], "有新警情")
    assert (told.id, told.unreached, told.card) == (standin.posts[0]["msgid"], ("nobody",), "")
    card = {"card_type": "button_interaction", "task_id": "t1",
            "button_list": [{"text": "接", "key": "take"}],
            "main_title": {"title": "预警"}}  # fmt: skip
    assert calls.deal(wecom, ["shen"], card).card == standin.posts[1]["code"]
    assert standin.posts[1]["template_card"]["task_id"] == "t1"
    assert code_of(lambda: calls.tell(wecom, ["nobody"], "a")) == 81013


def test_contacts_are_read_and_remarked(standin, wecom):
    assert calls.contacts_of(wecom, "chen") == (R3,)
    assert calls.contacts_of(wecom, "lu") == ()
    calls.remark(wecom, "chen", R3, "小储·河东")
    found = calls.contact(wecom, R3)
    assert (found.id, found.name) == (R3, RESIDENTS[R3])
    assert found.officers[0]["remark"] == "小储·河东"
    assert code_of(lambda: calls.contact(wecom, "wmx")) == 40096
    assert code_of(lambda: calls.contact(wecom, R4)) == 84061


def test_all_accounts_are_listed(standin, wecom):
    for n in range(100):
        standin.world.add_account(f"窗口{n}", managed=False)
    found = calls.accounts(wecom)
    assert len(found) == 100 + len(ACCOUNTS)
    assert [one["open_kfid"] for one in found if one["manage_privilege"]] == [KF]


def test_a_file_goes_up_and_comes_down(standin, wecom):
    """F-42."""
    media = calls.keep(wecom, "image", "a.jpg", PHOTO)
    found = calls.fetch(wecom, media)
    assert (found.name, found.media_type) == ("a.jpg", "image/jpeg")
    assert found.content == PHOTO


def test_an_expired_file_is_an_error_and_no_picture(standin, wecom):
    """F-40: JSON with status 200."""
    media = calls.keep(wecom, "image", "a.jpg", PNG)
    standin.later(3 * 24 * 3600 + 7300)
    assert code_of(lambda: calls.fetch(wecom, media)) == 40145


def test_a_busy_wecom_is_asked_three_times_more(standin, wecom, monkeypatch):
    monkeypatch.setattr(wire, "BUSY_WAITS", (0, 0, 0))
    standin.fails("externalcontact/list", -1, -1, -1)
    assert calls.contacts_of(wecom, "chen") == (R3,)
    standin.fails("externalcontact/list", *[-1] * 4)
    assert code_of(lambda: calls.contacts_of(wecom, "shen")) == -1
    assert standin.asked["externalcontact/list"] == 8


@pytest.mark.parametrize(
    "answer",
    [(500, b"x"), (301, b""), (404, b""), (200, b""), (200, b"<html>"), (200, b"[1]"),
     (200, b'{"errcode":"0"}'), (200, b'{"errcode":0,"external_userid":{}}'),
     (200, b'{"errcode":0,"external_userid":["' + b"a" * 9_000_000 + b'"]}')],
    ids=lambda answer: f"{answer[0]} {answer[1][:24]!r}",
)  # fmt: skip
def test_what_is_no_answer_is_told_from_a_refusal(standin, wecom, answer):
    standin.fails("externalcontact/list", answer)
    with pytest.raises(Unreachable):
        calls.contacts_of(wecom, "shen")


def test_a_silent_wecom_is_not_waited_for(standin, app, monkeypatch):
    standin.slows("gettoken", 0.6)
    monkeypatch.setattr(wire, "TIMES", httpx.Timeout(0.1))
    hasty = wire.Client(app)
    with pytest.raises(Unreachable):
        calls.contacts_of(hasty, "shen")
    hasty.close()


def test_an_answer_that_only_trickles_is_given_up(wecom, monkeypatch):
    assert calls.contacts_of(wecom, "chen") == (R3,)
    monkeypatch.setattr(wire, "SLOWEST", -1)
    with pytest.raises(Unreachable):
        calls.contacts_of(wecom, "shen")


def test_nothing_secret_is_logged_or_raised(standin, wecom, worker, caplog):
    """F-50, at the most talkative level."""
    caplog.set_level(logging.DEBUG)
    calls.contacts_of(wecom, "shen")
    token = standin.seen[-1][1]["access_token"]
    standin.fails("externalcontact/list", 60020, (500, b""))
    said = []
    for _n in range(2):
        with pytest.raises((WeComRefused, Unreachable)) as why:
            calls.contacts_of(wecom, "shen")
        said += traceback.format_exception(why.value)
    with pytest.raises(Unreachable) as why:
        worker(App(CORP, SECRET, 7, "http://127.0.0.1:9")).get("a")
    said += [*traceback.format_exception(why.value), caplog.text, repr(wecom.__dict__)]
    assert token not in "".join(said)
    assert SECRET not in "".join(said)


def test_each_known_code_says_what_to_do():
    assert all(meaning.words and meaning.step in Step for meaning in MEANINGS.values())
    told = [code for code, meaning in MEANINGS.items() if meaning.step is Step.TELL]
    assert {60020, 48002, 48007, 60030, 50003, 48006, 48011} <= set(told)  # F-43


def test_an_unknown_code_is_given_up_with_its_number(standin, wecom):
    standin.fails("externalcontact/list", 99999)
    with pytest.raises(WeComRefused, match="99999") as why:
        calls.contacts_of(wecom, "shen")
    assert why.value.step is Step.GIVE_UP
    assert not isinstance(why.value, Waiting)


def test_without_settings_wecom_is_switched_off():
    with pytest.raises(SwitchedOff):
        client()


@pytest.mark.usefixtures("switched_on")
def test_one_client_serves_the_installation():
    assert client() is client()
    assert calls.contacts_of(client(), "chen") == (R3,)


def test_f35_no_more_calls_at_once_than_wecom_bears_and_none_is_dropped(
    standin, app, all_at_once, worker
):
    standin.option(concurrent={"externalcontact/list": AT_ONCE})
    standin.slows("externalcontact/list", 0.1)
    workers = [worker(app) for _n in range(3 * AT_ONCE)]
    found = all_at_once(*(lambda one=one: calls.contacts_of(one, "shen") for one in workers))
    assert found == [(R1, R2)] * len(workers)
    assert standin.asked["externalcontact/list"] == len(workers), "nobody was refused"


def test_f35_a_moment_of_too_many_is_waited_out(standin, wecom):
    standin.fails("externalcontact/list", 45033, 45033)
    assert calls.contacts_of(wecom, "shen") == (R1, R2)

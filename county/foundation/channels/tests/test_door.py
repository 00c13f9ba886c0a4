"""The door at which WeCom rings: quick, silent to strangers, and it loses nothing."""

import random
import re
import time
from collections import Counter
from urllib.parse import quote

import psutil
import pytest
from django.db.utils import OperationalError
from django.test import Client

from county.foundation.channels import actions, webhooks
from county.foundation.channels.models import Callback
from county.foundation.channels.wecom import spool
from county.foundation.channels.wecom.crypto import Callbacks
from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.pushes import Target, xml_of
from county.foundation.events.models import Event
from tests.wecom import DOOR

TARGET = Target()
KF_EVENT = [
    ("ToUserName", setting.CORP), ("CreateTime", 1795625208), ("MsgType", "event"),
    ("Event", "kf_msg_or_event"), ("Token", "ENCtoken"), ("OpenKfId", setting.KF),
]  # fmt: skip


def contact(external, change="add_external_contact", at=1795625208, **more):
    return [
        ("ToUserName", setting.CORP), ("FromUserName", "sys"), ("CreateTime", at),
        ("MsgType", "event"), ("Event", "change_external_contact"), ("ChangeType", change),
        ("UserID", "shen"), ("ExternalUserID", external), *more.items(),
    ]  # fmt: skip


def push(fields, *, now=None, target=TARGET, **changed):
    encrypt = target.cipher.encrypt(xml_of(fields))
    query = {**target.query(encrypt, now or time.time()), **changed}
    body = f"<xml><ToUserName>x</ToUserName><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"
    return send(query, body)


def send(query, body, content_type="text/xml"):
    words = "&".join(f"{name}={quote(str(value), safe='')}" for name, value in query.items())
    return Client(enforce_csrf_checks=True).generic(
        "POST", DOOR, body, content_type=content_type, QUERY_STRING=words
    )


def kept():
    return list(Callback.objects.order_by("received_at").values_list("event", "change"))


def test_f09_the_echo_is_the_bare_number(wecom):
    echo = TARGET.cipher.encrypt("1616140317555161061")
    query = {**TARGET.query(echo, time.time()), "echostr": echo}
    words = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
    assert "%2B" in words or "+" not in echo
    for address in (DOOR, DOOR.rstrip("/")):
        answer = Client().get(f"{address}?{words}")
        assert (answer.status_code, answer.content) == (200, b"1616140317555161061")
        assert answer["Content-Type"].startswith("text/plain")


def test_f09_a_plus_in_the_echo_survives(wecom):
    for number in range(200):
        echo = TARGET.cipher.encrypt(str(number))
        if "+" in echo:
            break
    query = {**TARGET.query(echo, time.time()), "echostr": echo}
    assert Client().get(DOOR, query).content == str(number).encode()


def test_a_push_is_answered_with_nothing_and_kept(wecom):
    answer = push(KF_EVENT)
    assert (answer.status_code, answer.content) == (200, b"")
    assert kept() == [("kf_msg_or_event", "")]


def test_f06_two_contacts_in_one_second_are_two_and_one_twice_is_one(wecom):
    for external in ("wmA", "wmB", "wmA"):
        assert push(contact(external)).status_code == 200
    assert len(kept()) == 2
    assert Event.objects.filter(kind="channels.callback_kept").count() == 2


@pytest.mark.parametrize("unknown", [
    [("MsgType", "event"), ("Event", "an_event_of_next_year"), ("New", [("Deep", "1")])],
    [("MsgType", "hologram"), ("MsgId", "4561255354251345929")],
    [("Event", "x" * 300), ("ChangeType", "y" * 300)],
])  # fmt: skip
def test_f12_what_we_do_not_know_is_kept_and_acknowledged(wecom, background, unknown):
    assert push(unknown).status_code == 200
    background.catch_up()
    assert len(kept()) == 1


def test_f10_what_is_not_wecoms_is_refused_in_words_and_leaves_nothing(wecom):
    stranger = Target(token="another", key=setting.ENCODING_AES_KEY)
    elsewhere = Callbacks(TARGET.token, TARGET.cipher.key, "wwSomebodyElse")
    foreign = elsewhere.encrypt(xml_of(KF_EVENT))
    answers = [
        push(KF_EVENT, target=stranger),
        push(KF_EVENT, msg_signature="0" * 40),
        push(KF_EVENT, nonce="other"),
        send(TARGET.query(foreign, time.time()), f"<xml><Encrypt>{foreign}</Encrypt></xml>"),
        send(TARGET.query("%%%", time.time()), "<xml><Encrypt>%%%</Encrypt></xml>"),
        send(TARGET.query("AAAA", time.time()), "<xml><Encrypt>AAAA</Encrypt></xml>"),
        send({}, ""), send({}, "{"), send({}, "<xml>"), send({}, b"\xff\xfe\x00"),
    ]  # fmt: skip
    assert {answer.status_code for answer in answers} == {400}
    assert all(0 < len(answer.content) < 300 for answer in answers)
    assert not any(b"Traceback" in answer.content for answer in answers)
    assert kept() == []


def test_f11_entities_and_giants_are_refused(wecom):
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><xml><Encrypt>&a;</Encrypt></xml>'
    outside = (
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>'
    )
    giant = f"<xml><Encrypt>{'A' * 200_000}</Encrypt></xml>"
    for body in (bomb, outside, giant):
        answer = send(TARGET.query("x", time.time()), body)
        assert answer.status_code == 400
        assert b"root:" not in answer.content


def test_f51_a_captured_push_changes_nothing_later(wecom):
    encrypt = TARGET.cipher.encrypt(xml_of(KF_EVENT))
    body = f"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"
    query = TARGET.query(encrypt, time.time())
    assert send(query, body).status_code == 200
    assert send(query, body).status_code == 200, "WeCom itself may try again"
    assert len(kept()) == 1
    Callback.objects.all().delete()
    old = TARGET.query(encrypt, time.time() - 660)
    assert send(old, body).status_code == 400
    assert kept() == []


def test_f49_a_message_id_keeps_all_its_digits(wecom):
    push([("MsgType", "text"), ("MsgId", "4561255354251345929"), ("Content", "你好")])
    pushed = Callback.objects.get()
    assert "4561255354251345929" in actions.plain(pushed)


def test_while_a_token_is_renewed_both_are_good(wecom, settings):
    settings.WECOM_CALLBACK_TOKEN = f"brandNewToken,{setting.CALLBACK_TOKEN}"
    settings.WECOM_ENCODING_AES_KEY = f"{'b' * 42}A,{setting.ENCODING_AES_KEY}"
    assert push(KF_EVENT).status_code == 200
    new = Target(token="brandNewToken", key=f"{'b' * 42}A")
    assert push(contact("wmA"), target=new).status_code == 200
    assert len(kept()) == 2
    settings.WECOM_CALLBACK_TOKEN = "brandNewToken"
    assert push(contact("wmB")).status_code == 400


def test_without_wecom_there_is_no_such_door(db):
    answer = push(KF_EVENT)
    assert answer.status_code == 404


def test_a_database_that_is_away_loses_no_push(wecom, background, monkeypatch, settings, tmp_path):
    settings.SIWEI_HOME = tmp_path
    asked = []

    def away(*_given):
        asked.append(1)
        raise OperationalError("the server is gone")

    monkeypatch.setattr(actions, "keep", away)
    monkeypatch.setattr(webhooks, "_away_until", 0.0)
    for external in ("wmA", "wmB", "wmA"):
        assert push(contact(external)).status_code == 200
    assert len(asked) == 1, "while it is known to be away it is not asked for every push"
    assert len(list(spool.waiting())) == 2
    assert all("wmA" not in file.read_text("latin1") for file in (tmp_path / "callbacks").iterdir())
    monkeypatch.undo()
    settings.SIWEI_HOME = tmp_path
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act: act())
    background.clock_strikes("take_in_the_spool")
    assert len(kept()) == 2
    assert list(spool.waiting()) == []


def test_f07_the_door_only_keeps_whatever_else_waits(wecom, background):
    """No call of WeCom, no reading, no waiting for what waits: all of that is the worker's."""
    for number in range(200):
        push(contact(f"wm{number}"))
    asked = dict(wecom.standin.asked)
    wecom.standin.slows("kf/sync_msg", 30.0)
    wecom.phone().says("还在吗")
    begun = time.monotonic()
    assert push(KF_EVENT).status_code == 200
    assert time.monotonic() - begun < 5.0, "WeCom itself would wait for five seconds"
    assert dict(wecom.standin.asked) == asked
    wecom.standin.slows("kf/sync_msg", 0.0)
    background.catch_up()
    assert wecom.standin.asked["kf/sync_msg"] > 0


MUTATIONS, MOST_GROWTH = 10_000, 50 * 1024 * 1024
ATTACKS = [
    b"<!DOCTYPE a>", b'<!ENTITY a SYSTEM "file:///etc/passwd">', b"]]>", b"<![CDATA[", b"&#0;",
    b"&lol;", b"<xml>", b"</xml>", b"\0", b"\xff", "警".encode(), b"{", b"A" * 70_000,
]  # fmt: skip


def test_ten_thousand_spoiled_pushes_cost_nothing_and_bring_nothing(wecom):
    """Byte flips, wrong keys, replays and XML attacks: no 5xx, nothing kept that was not signed."""
    chance, before = random.Random(5), psutil.Process().memory_info().rss
    answers, signed = Counter(), 0
    browser = Client()
    for number in range(MUTATIONS):
        query, body, whole = spoiled(chance, number)
        words = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        answer = browser.generic("POST", DOOR, body, content_type="text/xml", QUERY_STRING=words)
        answers[answer.status_code] += 1
        signed += whole and answer.status_code == 200
    assert set(answers) == {200, 400}
    assert answers[200] == signed, "nothing was accepted whose signature was not WeCom's"
    assert Callback.objects.count() == 1
    assert psutil.Process().memory_info().rss - before < MOST_GROWTH


def spoiled(chance, number):
    """Query and body of a push that something was done to, and whether it is whole all the same."""
    key = setting.ENCODING_AES_KEY if number % 5 else "c" * 42 + "A"
    target = Target(key=key) if number % 7 else Target(token="wrong", key=key)
    encrypt = target.cipher.encrypt(xml_of(KF_EVENT))
    age = 0 if number % 3 else 700
    query = target.query(encrypt, time.time() - age)
    body = bytearray(f"<xml><Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>".encode())
    act = chance.randrange(5)
    at = chance.randrange(len(body))
    if act == 0:
        body[at] ^= chance.randint(1, 255)
    elif act == 1:
        del body[at : at + chance.randint(1, 40)]
    elif act == 2:
        body[at:at] = chance.choice(ATTACKS)
    elif act == 3:
        name = chance.choice(list(query))
        query[name] = chance.choice(["", "0", "x" * 5000, "-1", query[name][::-1], "９９"])
    said = re.search(rb"<Encrypt><!\[CDATA\[(.*?)\]\]></Encrypt>", bytes(body), re.DOTALL)
    whole = bool(said) and said[1] == encrypt.encode() and act != 3
    return query, bytes(body), whole

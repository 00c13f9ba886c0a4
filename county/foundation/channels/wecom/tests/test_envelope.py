"""Bodies of callbacks: the known ones are understood, everything else is refused or kept raw."""

import json
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county.foundation.channels.wecom.crypto import CallbackRefused
from county.foundation.channels.wecom.envelope import LARGEST, Notice, envelope, notice
from county.foundation.channels.wecom.tests.vectors import vectors

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
KF = (
    "<xml><ToUserName><![CDATA[ww1]]></ToUserName><CreateTime>1348831860</CreateTime>"
    "<MsgType><![CDATA[event]]></MsgType><Event><![CDATA[kf_msg_or_event]]></Event>"
    "<Token><![CDATA[ENC1]]></Token><OpenKfId><![CDATA[wk1]]></OpenKfId></xml>"
)
ADDED = (
    "<xml><ToUserName>ww1</ToUserName><FromUserName>sys</FromUserName>"
    "<CreateTime>1403610513</CreateTime><MsgType>event</MsgType>"
    "<Event>change_external_contact</Event><ChangeType>add_external_contact</ChangeType>"
    "<UserID>zhangsan</UserID><ExternalUserID>{}</ExternalUserID></xml>"
)
BOMB = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><xml><Encrypt>&a;</Encrypt></xml>'


def refused(act):
    with pytest.raises(CallbackRefused) as why:
        act()
    assert why.value.code == -40002
    return True


def test_both_forms_of_the_envelope_are_read():
    xml = "<xml><Encrypt>abc</Encrypt><AgentID>218</AgentID><ToUserName>ww1</ToUserName></xml>"
    lower = {"tousername": "ww1", "encrypt": "abc", "agentid": 218}
    upper = {"ToUserName": "ww1", "Encrypt": "abc", "AgentID": "218"}
    read = {envelope(body.encode()) for body in (xml, json.dumps(lower), json.dumps(upper))}
    assert len(read) == 1
    assert read.pop().encrypt == "abc"


def test_an_envelope_without_an_agent_is_read():
    assert envelope(b"<xml><Encrypt>abc</Encrypt></xml>").agent == ""


def test_the_hint_of_the_service_desk_is_read():
    said = notice(KF)
    assert (said.kind, said.event, said.sender) == ("event", "kf_msg_or_event", "")
    assert (said.fields["Token"], said.fields["OpenKfId"]) == ("ENC1", "wk1")
    assert said.created_at == datetime(2012, 9, 28, 11, 31, tzinfo=UTC)


def test_two_contacts_added_in_the_same_second_are_two():
    """F-06: sender and time are the same, the customers are not."""
    one, other, again = (notice(ADDED.format(who)) for who in ("wm1", "wm2", "wm1"))
    assert one.key == again.key != other.key
    assert one.change == "add_external_contact"


def test_a_message_name_keeps_all_its_digits():
    """F-49: beyond 2^53 a number would lose its last digits."""
    json_form = next(v for v in vectors("callback_json") if v["id"] == "official-qdg6ek-json-go")
    xml_form = next(v for v in vectors("callback_xml") if v["id"] == "official-qdg6ek-xml")
    for vector in (json_form, xml_form):
        assert notice(vector["plaintext"]).message_id == "4561255354251345929"
        assert notice(vector["plaintext"]).fields["Content"] == "hello"


@pytest.mark.parametrize("vector", vectors("callback_xml"), ids=lambda one: one["id"])
def test_real_messages_are_read(vector):
    said = notice(vector["plaintext"])
    assert said.kind
    assert said.receiver


def test_an_unknown_event_is_kept_with_all_its_fields():
    """F-12."""
    said = notice("<xml><MsgType>event</MsgType><Event>of_next_year</Event><A><B>1</B></A></xml>")
    assert (said.event, said.fields["A"], said.created_at) == ("of_next_year", {"B": "1"}, None)


def test_repeated_elements_are_a_list():
    said = notice("<xml><Auth>wk1</Auth><Auth>wk2</Auth><Auth>wk3</Auth></xml>")
    assert said.fields["Auth"] == ["wk1", "wk2", "wk3"]


@pytest.mark.parametrize(
    "body",
    [
        b"", b"{", b"[]", b"null", b"<xml>", b"<xml/>", b"<xml>words</xml>", b"\xff\xfe",
        b'{"encrypt": ""}', b'{"encrypt": ["a"]}', b"{" * 5000, b'{"a":' * 5000,
        b"<a>" * 5000 + b"</a>" * 5000, b'{"encrypt": "a\\u0000"}', b'{"encrypt": "\\ud800"}',
        b'<?xml version="1.0" encoding="utf-7"?><xml><Encrypt>a</Encrypt></xml>', BOMB, OUTSIDE,
        b"<!DOCTYPE xml><xml><Encrypt>abc</Encrypt></xml>",
        b"<xml><Encrypt>" + b"a" * LARGEST + b"</Encrypt></xml>",
    ],
    ids=lambda body: body[:24].decode("latin-1"),
)  # fmt: skip
def test_what_is_no_envelope_is_refused(body):
    """F-10, F-11."""
    assert refused(lambda: envelope(body))


@UNHURRIED
@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda said: said.encode()))
def test_any_bytes_are_refused_or_read(body):
    try:
        assert envelope(body).encrypt
    except CallbackRefused as why:
        assert why.code == -40002


@UNHURRIED
@given(st.text(max_size=200) | st.text(max_size=40).map(lambda said: f"<xml><A>{said}</A></xml>"))
def test_any_text_is_refused_or_read(plain):
    try:
        assert isinstance(notice(plain), Notice)
    except CallbackRefused as why:
        assert why.code == -40002


@UNHURRIED
@given(st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
                    lambda inner: st.lists(inner, max_size=3)
 | st.dictionaries(st.text(max_size=5), inner, max_size=3), max_leaves=12))  # fmt: skip
def test_any_json_is_refused_or_read(content):
    try:
        assert isinstance(notice(json.dumps({"MsgType": content})), Notice)
    except CallbackRefused as why:
        assert why.code == -40002


@UNHURRIED
@given(st.data())
def test_a_mutated_message_is_refused_or_read(data):
    body = bytearray(KF.encode())
    for _n in range(data.draw(st.integers(1, 4))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    try:
        notice(body.decode("latin-1"))
    except CallbackRefused as why:
        assert why.code == -40002

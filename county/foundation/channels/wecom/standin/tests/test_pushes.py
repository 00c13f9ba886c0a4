"""Callbacks as WeCom sends them, and as they go wrong (wecom.md §2)."""

import time

import pytest

from county.foundation.channels.wecom.standin.pushes import Target, xml_of
from county.foundation.channels.wecom.standin.server import StandIn
from county.foundation.channels.wecom.standin.setting import CORP, R1


def test_an_address_is_saved_if_it_echoes_within_a_second(standin, listener):
    """§2.2."""
    assert standin.register(listener.target)
    assert listener.raw[-1][0] == "GET"
    listener.answers = [500]
    assert not standin.register(Target("http://other", deliver=listener.deliver))
    assert not standin.register(Target(deliver=lambda *_what: (200, b'"1"')))
    assert not standin.register(Target(deliver=lambda *_what: time.sleep(1.01) or (200, b"")))
    assert standin.sender.target is listener.target


def test_a_push_is_an_envelope_over_post(listener, phone):
    """§2.3."""
    phone.writes("喂")
    verb, url, query, body, seconds = listener.raw[0]
    assert (verb, url, seconds) == ("POST", listener.target.url, 5.0)
    assert set(query) == {"msg_signature", "timestamp", "nonce"}
    assert body.startswith(f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName><AgentID>".encode())


@pytest.mark.parametrize(
    ("retry", "answers", "tries"),
    [
        ("any", [], 1),
        ("any", [500, 200], 2),
        ("any", [TimeoutError, ConnectionError, 500, 200], 3),
        ("timeout", [500, 200], 1),
        ("timeout", [TimeoutError, ConnectionError, 200], 3),
    ],
)
def test_a_push_is_tried_three_times(standin, listener, phone, retry, answers, tries):
    """§2.5: both readings; each try is encrypted and signed anew, over the same words."""
    standin.option(retry=retry)
    listener.answers = list(answers)
    phone.writes("喂")
    assert len(listener.raw) == tries
    assert len({raw[2]["nonce"] for raw in listener.raw}) == tries
    assert len({raw[3] for raw in listener.raw}) == tries
    assert standin.world.pushes[-1]["attempts"] == tries


def test_pushes_can_be_dropped_doubled_and_turned_round(standin, listener, phone):
    standin.option(drop=1)
    phone.writes("丢")
    assert listener.heard == []
    standin.option(duplicate=1)
    phone.writes("重")
    assert len(listener.heard) == 2
    assert listener.heard[0] == listener.heard[1]
    standin.option(reorder=3)
    for text in "甲乙丙":
        phone.writes(text)
    hints = list(standin.world.hints)
    assert [one in hint for one, hint in zip(hints[-3:][::-1], listener.heard[-3:], strict=True)]
    assert [f"[{one}]" in said for one, said in zip(hints[:1:-1], listener.heard[2:], strict=True)]
    phone.writes("丁")
    assert len(listener.heard) == 6


def test_pushes_go_out_in_the_background(listener, until):
    """A slow application does not hold up the resident."""

    def slow(*what):
        time.sleep(0.5)
        return listener.deliver(*what)

    standin = StandIn(Target(deliver=slow))
    began = time.monotonic()
    for n in range(3):
        standin.resident(R1).writes(str(n))
    assert time.monotonic() - began < 0.5
    assert standin.settle()
    assert len(listener.heard) == 3
    standin.close()


def test_pushes_over_the_network(standin, listener):
    """One stand-in knocks at another: no door there, so 404, three times; then nobody at all."""
    other = StandIn(Target(standin.url + "/nothing/"), inline=True)
    other.resident(R1).writes("喂")
    assert other.world.pushes[-1]["status"] == [404] * 3
    other.sender.target = Target("http://127.0.0.1:9/")
    other.resident(R1).writes("喂")
    assert other.world.pushes[-1]["status"] == [0] * 3
    other.close()


def test_words_cannot_break_out_of_the_xml():
    assert xml_of([("A", "<b>&]]>"), ("CreateTime", 7), ("L", [("I", "x"), ("I", "y")])]) == (
        "<xml><A><![CDATA[<b>&]]]]><![CDATA[>]]></A><CreateTime>7</CreateTime>"
        "<L><I><![CDATA[x]]></I><I><![CDATA[y]]></I></L></xml>"
    )

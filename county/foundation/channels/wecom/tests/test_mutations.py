"""Ten thousand spoiled callbacks: each refused with a code, none accepted that was not signed."""

import random
from collections import Counter

import psutil

from county.foundation.channels.wecom.crypto import CallbackRefused
from county.foundation.channels.wecom.envelope import envelope, notice
from county.foundation.channels.wecom.tests.test_crypto import OURS
from county.foundation.channels.wecom.tests.vectors import vectors

ROUNDS = 10_000
MOST_GROWTH = 50 * 1024 * 1024
VECTOR = next(one for one in vectors("callback_xml") if one["id"] == "official-qdg6ek-xml")
INSERTS = [
    b"<!DOCTYPE a>", b'<!ENTITY a SYSTEM "file:///a">', b"]]>", b"<![CDATA[", b"&#0;", b"&lol;",
    b"<xml>", b"</xml>", b"\0", b"\xff", "警".encode(), b"<?xml version='1.1' encoding='utf-16'?>",
]  # fmt: skip


def whole():
    head = "<xml><ToUserName><![CDATA[ww1]]></ToUserName><Encrypt><![CDATA["
    return f"{head}{VECTOR['encrypt']}]]></Encrypt></xml>".encode()


def spoil(body, chance):
    """Bytes flipped, cut out, doubled, or something hostile put between them."""
    spoiled = bytearray(body)
    for _n in range(chance.randint(1, 3)):
        place = chance.randrange(len(spoiled))
        act = chance.randrange(4)
        if act == 0:
            spoiled[place] ^= chance.randint(1, 255)
        elif act == 1:
            del spoiled[place : place + chance.randint(1, 40)]
        elif act == 2:
            spoiled[place:place] = chance.choice(INSERTS)
        else:
            spoiled[place:place] = spoiled[place : place + chance.randint(1, 80)]
    return bytes(spoiled)


def outcome(body, signature, timestamp):
    try:
        sealed = envelope(body).encrypt
        notice(OURS.open(signature, timestamp, VECTOR["nonce"], sealed))
    except CallbackRefused as why:
        return why.code
    return "accepted" if sealed == VECTOR["encrypt"] else "wrongly accepted"


def test_ten_thousand_spoiled_callbacks_are_refused_or_were_signed():
    chance, before = random.Random(4), psutil.Process().memory_info().rss
    ends = Counter(
        outcome(spoil(whole(), chance), VECTOR["msg_signature"], VECTOR["timestamp"])
        for _n in range(ROUNDS)
    )
    assert set(ends) == {"accepted", -40001, -40002}
    assert ends["accepted"] < ROUNDS / 10  # the envelope's other fields are not signed
    assert psutil.Process().memory_info().rss - before < MOST_GROWTH


def test_a_changed_signature_time_or_nonce_is_refused():
    signature, moment = VECTOR["msg_signature"], VECTOR["timestamp"]
    assert outcome(whole(), signature, moment) == "accepted"
    assert outcome(whole(), signature.upper(), moment) == -40001
    assert outcome(whole(), signature[:-1], moment) == -40001
    assert outcome(whole(), "", moment) == -40001
    assert outcome(whole(), signature, str(int(moment) + 1)) == -40001

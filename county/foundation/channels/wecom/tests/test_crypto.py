"""The callback crypto agrees with the official samples and with four other implementations."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from county.foundation.channels.wecom import crypto
from county.foundation.channels.wecom.crypto import CallbackRefused, Callbacks
from county.foundation.channels.wecom.envelope import envelope
from county.foundation.channels.wecom.tests.vectors import VECTORS, name, vectors

UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
OPENED = vectors("url_verification", "callback_xml", "callback_json")
REFUSED = vectors("negative_decrypt", "negative_signature", "negative_receiveid")
OURS = Callbacks.of("QDG6eK", "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", "wx5823bf96d3bd56c7")


def callbacks(vector):
    receiver = vector.get("embedded_receiveid", vector.get("receiveid", ""))
    return Callbacks.of(vector["token"], vector["encoding_aes_key"], receiver)


def opened(vector, ours=None):
    return (ours or callbacks(vector)).open(
        vector["msg_signature"], vector["timestamp"], vector["nonce"], vector["encrypt"]
    )


def code_of(act):
    with pytest.raises(CallbackRefused) as refused:
        act()
    assert refused.value.status == 400
    return refused.value.code


@pytest.mark.parametrize("vector", OPENED, ids=name)
def test_a_published_callback_opens(vector):
    assert opened(vector) == vector["plaintext"]


@pytest.mark.parametrize("vector", vectors("url_verification"), ids=name)
def test_the_console_hears_the_bare_echo(vector):
    """F-09: exactly what was encrypted, and a `+` in it survives."""
    echo = callbacks(vector).verify_url(
        vector["msg_signature"], vector["timestamp"], vector["nonce"], vector["encrypt"]
    )
    assert echo == vector["plaintext"]


def test_every_recorded_kind_is_used():
    kinds = {one["kind"] for one in VECTORS}
    assert kinds == {
        "url_verification", "callback_xml", "callback_json", "callback_ciphertext",
        "encrypt_deterministic", "negative_decrypt", "negative_signature", "negative_receiveid",
        "negative_key", "pkcs7_32", "key_decode", "sha1_sorted_concat", "jssdk_signature",
    }  # fmt: skip


@pytest.mark.parametrize(
    "vector", [one for one in VECTORS if "random16_hex" in one and "plaintext" in one], ids=name
)
def test_encrypting_gives_the_published_bytes(vector):
    salt = bytes.fromhex(vector["random16_hex"])
    assert callbacks(vector).encrypt(vector["plaintext"], salt) == vector["encrypt"]


@pytest.mark.parametrize(
    "vector", [one for one in vectors("encrypt_deterministic") if "msg_signature" in one], ids=name
)
def test_the_signature_is_the_published_one(vector):
    assert opened(vector) == vector["plaintext"]


@pytest.mark.parametrize("vector", vectors("callback_ciphertext"), ids=name)
def test_a_published_signature_is_accepted(vector):
    signature = callbacks(vector).signature(vector["timestamp"], vector["nonce"], vector["encrypt"])
    assert signature == vector["msg_signature"]


@pytest.mark.parametrize("vector", REFUSED, ids=name)
def test_a_bad_callback_is_refused_with_wecoms_code(vector):
    ours = Callbacks.of(vector["token"], vector["encoding_aes_key"], vector["receiveid"])
    assert code_of(lambda: opened(vector, ours)) == vector["expect_error"]


@pytest.mark.parametrize("vector", vectors("negative_key"), ids=name)
def test_an_impossible_key_is_refused(vector):
    assert code_of(lambda: crypto.key_of(vector["encoding_aes_key"])) == vector["expect_error"]


@pytest.mark.parametrize("vector", vectors("pkcs7_32"), ids=name)
def test_padding_goes_to_32_bytes(vector):
    content, padded = bytes.fromhex(vector["input_hex"]), bytes.fromhex(vector["padded_hex"])
    assert crypto.pad(content) == padded
    assert crypto.unpad(padded) == content


def test_a_key_is_decoded_leniently():
    (vector,) = vectors("key_decode")
    assert crypto.key_of(vector["encoding_aes_key"]).hex() == vector["aes_key_hex"]


def test_the_digest_sorts_and_joins():
    (vector,) = vectors("sha1_sorted_concat")
    assert crypto.digest(*reversed(vector["values"])) == vector["expect"]


def test_our_xml_answer_is_opened_by_its_reader():
    answer = OURS.answer("<xml>好</xml>", 1700000000, "nonce1")
    sealed = envelope(answer.xml().encode()).encrypt
    assert OURS.open(answer.signature, "1700000000", "nonce1", sealed) == "<xml>好</xml>"
    assert "<TimeStamp>1700000000</TimeStamp>" in answer.xml()


def test_our_json_answer_is_opened_by_its_reader():
    said = json.loads(OURS.answer("好", 1700000000, "n").json())
    assert (
        OURS.open(said["msgsignature"], said["timestamp"], said["nonce"], said["encrypt"]) == "好"
    )


def test_a_nonce_cannot_break_out_of_the_answer():
    with pytest.raises(ValueError, match="nonce"):
        OURS.answer("", 1, "]]><x/>")


def test_the_secrets_do_not_show():
    assert "QDG6eK" not in repr(OURS)
    assert repr(OURS) == "Callbacks(receiver='wx5823bf96d3bd56c7')"


@UNHURRIED
@given(st.text(max_size=300).filter(lambda said: said.isprintable()))
def test_what_is_encrypted_opens(said):
    assert OURS.decrypt(OURS.encrypt(said)) == said


@UNHURRIED
@given(st.text(), st.text(), st.text(), st.text())
def test_nothing_unsigned_opens(signature, timestamp, nonce, encrypt):
    act = lambda: OURS.open(signature, timestamp, nonce, encrypt)  # noqa: E731
    assert code_of(act) == crypto.BAD_SIGNATURE


@UNHURRIED
@given(st.integers(0, 1727), st.integers(1, 255))
def test_a_flipped_byte_is_refused(place, flip):
    vector = vectors("callback_xml")[0]
    encrypt = bytearray(vector["encrypt"].encode())
    encrypt[place % len(encrypt)] ^= flip
    changed = {**vector, "encrypt": encrypt.decode("latin-1")}
    assert code_of(lambda: opened(changed)) == crypto.BAD_SIGNATURE


@UNHURRIED
@given(st.binary(max_size=200))
def test_any_signed_ciphertext_opens_or_is_refused(content):
    """Even a sender who knows the token gets a typed refusal, never an accident."""
    encrypt = crypto.base64.b64encode(content).decode()
    signed = OURS.signature("1", "2", encrypt)
    assert code_of(lambda: OURS.open(signed, "1", "2", encrypt)) in range(-40010, -40000)

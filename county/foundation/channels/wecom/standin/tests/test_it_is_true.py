"""Two witnesses that the stand-in speaks WeCom: published vectors, and a library made for WeCom.

wechatpy (MIT) was written against the real service by others; it decrypts what the stand-in
pushes, encrypts what the stand-in opens, and its client calls the stand-in.
"""

import hashlib
import json
from pathlib import Path

import pytest
from wechatpy.exceptions import WeChatClientException
from wechatpy.work import WeChatClient, parse_message
from wechatpy.work.crypto import WeChatCrypto

from county.foundation.channels.wecom import crypto
from county.foundation.channels.wecom.crypto import CallbackRefused, Callbacks
from county.foundation.channels.wecom.standin import tokens
from county.foundation.channels.wecom.standin.pushes import Target
from county.foundation.channels.wecom.standin.setting import (
    AGENT,
    CALLBACK_TOKEN,
    CORP,
    ENCODING_AES_KEY,
    KF,
    R1,
    R2,
    R4,
    SECRET,
)

VECTORS = json.loads(
    (Path(crypto.__file__).parent / "tests" / "vectors.json").read_text(encoding="utf-8")
)["vectors"]
OPENED = {"url_verification", "callback_xml", "callback_json"}
REFUSED = {"negative_decrypt", "negative_signature", "negative_receiveid"}
THEIRS = WeChatCrypto(CALLBACK_TOKEN, ENCODING_AES_KEY, CORP)


def by_kind(*kinds):
    chosen = [one for one in VECTORS if one["kind"] in kinds]
    assert chosen
    return pytest.mark.parametrize("vector", chosen, ids=lambda one: one["id"])


def cipher(vector):
    """The cipher with which the stand-in would push to the application of the vector."""
    receiver = vector.get("embedded_receiveid", vector.get("receiveid", ""))
    target = Target("", vector["token"], vector["encoding_aes_key"])
    return Callbacks(target.cipher.token, target.cipher.key, receiver)


@by_kind(*OPENED)
def test_a_published_callback_is_one_that_the_stand_in_would_send(vector):
    ours = cipher(vector)
    signature = ours.signature(vector["timestamp"], vector["nonce"], vector["encrypt"])
    assert signature == vector["msg_signature"]
    assert ours.decrypt(vector["encrypt"]) == vector["plaintext"]
    if "random16_hex" in vector:
        salt = bytes.fromhex(vector["random16_hex"])
        assert ours.encrypt(vector["plaintext"], salt) == vector["encrypt"]


@by_kind("encrypt_deterministic")
def test_the_published_bytes_come_out(vector):
    salt = bytes.fromhex(vector["random16_hex"])
    assert cipher(vector).encrypt(vector["plaintext"], salt) == vector["encrypt"]


@by_kind("callback_ciphertext")
def test_a_published_signature_is_made(vector):
    signature = cipher(vector).signature(vector["timestamp"], vector["nonce"], vector["encrypt"])
    assert signature == vector["msg_signature"]


@by_kind(*REFUSED)
def test_what_is_published_as_wrong_is_refused(vector):
    receiver = vector.get("receiveid", "")
    ours = Callbacks.of(vector["token"], vector["encoding_aes_key"], receiver)
    with pytest.raises(CallbackRefused):
        ours.open(vector["msg_signature"], vector["timestamp"], vector["nonce"], vector["encrypt"])


@by_kind("negative_key")
def test_an_impossible_key_is_refused(vector):
    with pytest.raises(CallbackRefused):
        Target("", "t", vector["encoding_aes_key"]).cipher  # noqa: B018 - the property refuses


@by_kind("jssdk_signature")
def test_the_published_page_is_signed(standin, vector):
    ticket = {"ticket": vector["jsapi_ticket"], "until": standin.world.now() + 9}
    standin.world.tickets["config"] = ticket
    said = {
        "nonceStr": vector["noncestr"], "timestamp": vector["timestamp"],
        "signature": vector["signature"],
    }  # fmt: skip
    assert tokens.signed(standin.world, "config", vector["url"], said)
    assert not tokens.signed(standin.world, "config", vector["url"] + "?", said)


def test_every_vector_is_used_here_or_beside():
    """The rest is about one function each, in the tests of the cipher itself."""
    beside = {"pkcs7_32", "key_decode", "sha1_sorted_concat"}
    here = {*OPENED, *REFUSED, "encrypt_deterministic", "callback_ciphertext", "negative_key",
            "jssdk_signature"}  # fmt: skip
    assert {one["kind"] for one in VECTORS} == here | beside


def theirs(listener, number=-1):
    """The push as wechatpy decrypts and parses it."""
    _verb, _url, query, body, _seconds = listener.raw[number]
    plain = THEIRS.decrypt_message(body, query["msg_signature"], query["timestamp"], query["nonce"])
    return parse_message(plain)


def test_wechatpy_reads_our_callbacks(standin, listener):
    standin.resident(R1).writes("喂")
    hint = theirs(listener)
    assert (hint.event, hint.token) == ("kf_msg_or_event", standin.hint)
    standin.officer("shen").says("在岗<&]]>")
    said = theirs(listener)
    assert (said.type, said.source, said.target, said.content) == (
        "text", "shen", CORP, "在岗<&]]>",
    )  # fmt: skip
    assert int(said.agent) == AGENT
    standin.officer("shen").opens()
    assert theirs(listener).event == "enter_agent"


def test_wechatpy_reads_changes_of_contacts(standin, listener):
    code = standin.resident(R4).adds("shen", state="qr7")
    raw = theirs(listener)._data
    assert (raw["Event"], raw["ChangeType"], raw["UserID"], raw["ExternalUserID"]) == (
        "change_external_contact", "add_external_contact", "shen", R4,
    )  # fmt: skip
    assert (raw["State"], raw["WelcomeCode"]) == ("qr7", code)


def test_wechatpy_answers_our_echo(standin):
    """§2.2: as an application that is built on wechatpy would."""

    def deliver(_verb, _url, query, _body, _seconds):
        signed = query["msg_signature"], query["timestamp"], query["nonce"]
        echo = THEIRS.check_signature(*signed, query["echostr"])
        return 200, echo if isinstance(echo, bytes) else echo.encode()

    assert standin.register(Target(deliver=deliver))


def test_we_open_what_wechatpy_encrypts():
    """As an application would answer a callback (§2.4)."""
    words = f"<xml><ToUserName><![CDATA[{CORP}]]></ToUserName></xml>"
    sealed = THEIRS.encrypt_message(words, "nonce7", "1700000000")
    part = lambda name: sealed.partition(f"<{name}>")[2].partition("</")[0]  # noqa: E731
    bare = lambda text: text.removeprefix("<![CDATA[").removesuffix("]]>")  # noqa: E731
    encrypt, signature = bare(part("Encrypt")), bare(part("MsgSignature"))
    assert Target().cipher.open(signature, "1700000000", "nonce7", encrypt) == words
    joined = "".join(sorted([CALLBACK_TOKEN, "1700000000", "nonce7", encrypt]))
    assert hashlib.sha1(joined.encode()).hexdigest() == signature


@pytest.fixture
def client(standin):
    class Client(WeChatClient):
        API_BASE_URL = f"{standin.url}/cgi-bin/"

        def fetch_access_token(self):  # the library's own names the real service
            return self._fetch_access_token(
                url=f"{self.API_BASE_URL}gettoken", params={"corpid": CORP, "corpsecret": SECRET}
            )

    made = Client(CORP, SECRET, timeout=5)
    yield made
    made._http.close()


def test_wechatpys_client_works_with_the_stand_in(client, standin):
    assert client.user.get("shen")["name"] == "沈警官"
    assert len(client.user.list(1, simple=True)) == len(standin.world.officers)
    sent = client.message.send_text(AGENT, ["shen", "xu"], "有新警情")
    assert sent["invaliduser"] == ""
    assert standin.posts[0]["text"] == {"content": "有新警情"}
    assert client.external_contact.list("shen")["external_userid"] == [R1, R2]
    assert client.external_contact.get(R1)["external_contact"]["external_userid"] == R1
    media = client.media.upload("file", ("笔录.txt", b"0123456789"))["media_id"]
    assert standin.world.contents[media] == b"0123456789"
    assert client.jsapi.get_ticket()["ticket"]


def test_wechatpys_client_sends_to_residents(client, standin):
    phone = standin.resident(R1)
    phone.writes("喂")
    client.kf_message.send_text(R1, KF, "您好")
    assert phone.chat()[-1]["text"] == {"content": "您好"}
    assert client.kf.get_servicer_list(KF)["servicer_list"]
    assert client.kf.batchget_customer([R1])["customer_list"][0]["external_userid"] == R1
    client.kf.trans_service_state(KF, R1, 3, "shen")
    assert client.kf.get_service_state(KF, R1)["servicer_userid"] == "shen"
    with pytest.raises(WeChatClientException) as why:
        client.kf_message.send_text(R1, KF, "还在吗")
    assert why.value.errcode == 95018


def test_wechatpys_client_fetches_a_new_token(client, standin):
    """It does so for 40014 and 42001, as the real service has it do."""
    client.user.get("shen")
    standin.forget_tokens()
    assert client.user.get("xu")["userid"] == "xu"
    standin.later(7201)
    assert client.user.get("zhu")["userid"] == "zhu"
    assert standin.asked["gettoken"] == 3

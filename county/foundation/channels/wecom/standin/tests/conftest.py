"""A stand-in, a caller with a token, and an application that hears the callbacks."""

import time

import httpx
import pytest

from county.foundation.channels.wecom.envelope import envelope
from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.pushes import Target
from county.foundation.channels.wecom.standin.server import StandIn

TEXT = {"msgtype": "text", "text": {"content": "在"}}


class Listener:
    """An application that opens what is pushed to it, and answers as it is told to."""

    def __init__(self):
        self.heard, self.raw, self.answers = [], [], []
        self.target = Target(deliver=self.deliver)

    def deliver(self, verb, url, query, body, seconds):
        answer = self.answers.pop(0) if self.answers else 200
        self.raw.append((verb, url, query, body, seconds))
        if isinstance(answer, type):
            raise answer
        signed = query["msg_signature"], query["timestamp"], query["nonce"]
        if verb == "GET":
            return answer, self.target.cipher.verify_url(*signed, query["echostr"]).encode()
        plain = self.target.cipher.open(*signed, envelope(body).encrypt)
        if answer == 200:
            self.heard.append(plain)
        return answer, b""


class Caller:
    """Calls the interfaces as an application does."""

    def __init__(self, standin):
        self.standin = standin
        self.http = httpx.Client(base_url=standin.url, trust_env=False, verify=False)
        self.token = ""

    def sign_in(self):
        query = {"corpid": setting.CORP, "corpsecret": setting.SECRET}
        self.token = self.get("gettoken", **query)["access_token"]

    def get(self, interface, **query):
        return self.raw("GET", interface, query).json()

    def post(self, interface, **body):
        return self.raw("POST", interface, json=body).json()

    def raw(self, verb, interface, query=None, **more):
        known = {"access_token": self.token} if self.token else {}
        return self.http.request(
            verb, f"/cgi-bin/{interface}", params={**known, **(query or {})}, **more
        )

    def upload(self, kind, name, content, interface="media/upload"):
        files = {"media": (name, content)}
        return self.raw("POST", interface, {"type": kind}, files=files).json()


@pytest.fixture
def listener():
    return Listener()


@pytest.fixture
def standin(listener):
    made = StandIn(listener.target, inline=True)
    yield made
    made.close()


@pytest.fixture
def api(standin):
    caller = Caller(standin)
    caller.sign_in()
    yield caller
    caller.http.close()


@pytest.fixture
def phone(standin):
    return standin.resident(setting.R1)


@pytest.fixture
def send(api):
    def send(resident=setting.R1, **more):
        body = {"touser": resident, "open_kfid": setting.KF, **TEXT, **more}
        return api.post("kf/send_msg", **body)["errcode"]

    return send


@pytest.fixture
def until():
    """Wait for something that threads bring about."""

    def wait(condition, seconds=5.0):
        end = time.monotonic() + seconds
        while not condition() and time.monotonic() < end:
            time.sleep(0.005)
        return condition()

    return wait

"""WeCom's windows around our page, played: a frame that answers calls, a browser with a bridge."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from county.dimensions.helpdesk.models import Matter
from county.foundation.channels.ports import Incoming
from county.foundation.channels.registry import CHANNELS
from county.foundation.channels.web import Web
from county.foundation.channels.wecom.standin.server import StandIn
from county.kernel.numbers import uuid7
from county.records.conversations import actions as conversations
from county.records.residents import actions as residents

TOWN = "330424001"

# A window of WeCom: it shows our page in a frame, answers its calls as told, and notes them.
HOST = """<!doctype html><meta charset="utf-8"><title>host</title>
<link rel="icon" href="data:,">
<iframe id="side" src="%(page)s" style="width:380px;height:860px;border:0"></iframe>
<script>
const answers = %(answers)s, calls = window.calls = [];
addEventListener("message", (event) => {
  if (event.origin !== "%(ours)s" || event.data.ww !== "call") return;
  const { id, name, params } = event.data;
  calls.push([name, params]);
  const result = name in answers ? answers[name] : { errMsg: name + ":ok" };
  if (result) event.source.postMessage({ ww: "answer", id, result }, event.origin);
});
</script>"""
KF = {
    "getContext": {"errMsg": "getContext:ok", "entry": "single_kf_tools"},
    "getCurExternalContact": {"errMsg": "getCurExternalContact:ok", "userId": "wmSide1"},
}
OWN_CHAT = {**KF, "getContext": {"errMsg": "getContext:ok", "entry": "single_chat_tools"}}


# WeCom's own browser: what its JS-SDK finds there, noting what it is asked.
CLIENT = """
window.asked = [];
window.WeixinJSBridge = { on() {}, invoke(name, params, done) {
  window.asked.push([name, params]);
  const answers = {
    getContext: { entry: "single_kf_tools" },
    getCurExternalContact: { userId: "wmSide1" },
    %s
  };
  setTimeout(() => done({ err_msg: `${name}:ok`, ...answers[name] }), 5);
} };
"""


Reply = tuple[int, dict[str, str], bytes]


class Windows(StandIn):
    """The stand-in, with pages of the test's own: `pages[path]` as a function of the query."""

    def __init__(self) -> None:
        self.pages: dict[str, Callable[[dict[str, str]], Reply]] = {}
        super().__init__()

    def serve(self, call: Any, path: str) -> Reply:
        """A page of the test, or the stand-in's own answer."""
        return self.pages[path](call.query) if path in self.pages else super().serve(call, path)


def play_host(wecom: Windows, site: str, answers: dict[str, Any]) -> None:
    """Let WeCom show our page in a frame, and answer it so."""
    address = f"{site}/helpdesk/sidebar/?bridge=1"
    text = HOST % {"page": address, "answers": json.dumps(answers), "ours": site}
    wecom.pages["/host"] = lambda _query: (200, {"Content-Type": "text/html"}, text.encode())


def wrote(background: Any, monkeypatch: pytest.MonkeyPatch, text: str) -> Matter:
    """A resident wrote to customer service in WeCom."""
    monkeypatch.setitem(CHANNELS, "wecom", Web())
    resident = residents.meet("wecom", "wmSide1", alias="小储", town_code=TOWN)
    place = conversations.begin("wecom", "wk1:wmSide1")
    conversations.belong(place, resident)
    conversations.receive(
        Incoming(channel="wecom", external_id=str(uuid7()), sender=place.address, text=text)
    )
    background.catch_up()
    return Matter.objects.get(conversation=place)

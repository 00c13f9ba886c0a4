"""Sends callbacks as WeCom does: encrypted, with a deadline, again, and without promise (§2)."""

from __future__ import annotations

import secrets
import ssl
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

import httpx

from county.foundation.channels.wecom.crypto import Callbacks
from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.wire import Item
from county.foundation.channels.wecom.standin.world import World

HEADERS = {"User-Agent": "Mozilla/4.0", "Pragma": "no-cache", "Content-Type": "text/xml"}
ECHO_PATIENCE = 1.0
WORKERS = 4
BARE = {"CreateTime", "MsgId", "AgentID", "Location_X", "Location_Y", "Scale"}
"""Elements that WeCom writes without CDATA."""

Deliver = Callable[[str, str, dict[str, str], bytes, float], tuple[int, bytes]]
"""Sends a request: verb, address, query, body, seconds; its status and body. TimeoutError and
ConnectionError are failures."""


def over_http(
    verb: str, url: str, query: dict[str, str], body: bytes, seconds: float
) -> tuple[int, bytes]:
    """Over the network."""
    with httpx.Client(timeout=seconds, trust_env=False, verify=_trusted()) as http:
        try:
            answer = http.request(verb, url, params=query, content=body, headers=HEADERS)
        except httpx.TimeoutException:
            raise TimeoutError from None
        except (httpx.HTTPError, httpx.InvalidURL):
            raise ConnectionError from None
        return answer.status_code, answer.content


@cache
def _trusted() -> ssl.SSLContext:
    """Made once: it takes longer than a push."""
    return ssl.create_default_context()


@dataclass(frozen=True)
class Target:
    """Where callbacks go, and with which token and key; `deliver` for tests without a socket."""

    url: str = setting.CALLBACK_URL
    token: str = field(default=setting.CALLBACK_TOKEN, repr=False)
    key: str = field(default=setting.ENCODING_AES_KEY, repr=False)
    deliver: Deliver = over_http

    @property
    def cipher(self) -> Callbacks:
        """The cipher of this target, for our enterprise."""
        return Callbacks.of(self.token, self.key, setting.CORP)

    def query(self, encrypt: str, now: float) -> dict[str, str]:
        """A fresh timestamp and nonce, and the signature over them."""
        timestamp, nonce = str(int(now)), secrets.token_hex(6)
        signature = self.cipher.signature(timestamp, nonce, encrypt)
        return {"msg_signature": signature, "timestamp": timestamp, "nonce": nonce}


def xml_of(fields: list[tuple[str, Any]]) -> str:
    """The plain XML of an event; a list of pairs nests, a name may come again."""
    return f"<xml>{''.join(_element(name, value) for name, value in fields)}</xml>"


def _element(name: str, value: Any) -> str:
    if isinstance(value, list):
        return f"<{name}>{''.join(_element(*one) for one in value)}</{name}>"
    if name in BARE or isinstance(value, int | float):
        return f"<{name}>{escape(str(value))}</{name}>"
    words = str(value).replace("]]>", "]]]]><![CDATA[>")
    return f"<{name}><![CDATA[{words}]]></{name}>"


class Sender:
    """Sends events in the background, in order or not, with the switches of the world's options."""

    def __init__(self, world: World, target: Target | None, *, inline: bool = False) -> None:
        self.world, self.target, self.inline = world, target, inline
        self._pool = ThreadPoolExecutor(WORKERS, "standin-push")
        self._line = ThreadPoolExecutor(1, "standin-line")
        self._open: set[Future[None]] = set()
        self._lock, self._held = threading.Lock(), list[Item]()
        self.closed = False
        world.after = self.send

    def close(self) -> None:
        """Stop; what is not yet sent is lost, as it would be."""
        self.closed = True
        for pool in (self._pool, self._line):
            pool.shutdown(wait=False, cancel_futures=True)

    def settle(self, seconds: float = 20.0) -> bool:
        """Wait until everything is sent or given up; whether it is."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with self._lock:
                waiting = [one for one in self._open if not one.done()]
                self._open = set(waiting)
            if not waiting:
                return True
            waiting[0].exception(timeout=max(0.0, end - time.monotonic()))
        return False

    def check(self, target: Target) -> bool:
        """Ask the address for the echo of a number, within a second (§2.2); whether it answered."""
        number = str(secrets.randbelow(10**19))
        echo = target.cipher.encrypt(number)
        query = {**target.query(echo, self.world.now()), "echostr": echo}
        began = time.monotonic()
        try:
            status, body = target.deliver("GET", target.url, query, b"", ECHO_PATIENCE)
        except (TimeoutError, ConnectionError) as error:
            status, body = 0, type(error).__name__.encode()
        spent = time.monotonic() - began
        well = status == 200 and body == number.encode() and spent <= ECHO_PATIENCE
        self._log({"event": "echo", "attempts": 1, "status": [status], "ms": int(spent * 1000),
                   "well": well, "at": self.world.second(), "xml": ""})  # fmt: skip
        return well

    def send(self, events: list[Item]) -> None:
        """Take the events of one change; the switches drop, double, hold back and turn round."""
        if self.target is None or self.closed:
            return
        for event in events:
            for _n in range(self._copies()):
                for one in self._turned(event):
                    self._start(one)

    def _copies(self) -> int:
        """0 for an event to be dropped, 2 for one to be doubled; uses the switch up by one."""
        options = self.world.options
        for switch, copies in (("drop", 0), ("duplicate", 2)):
            if options[switch] > 0:
                options[switch] -= 1
                return copies
        return 1

    def _turned(self, event: Item) -> list[Item]:
        """The events to send now: with `reorder`, so many are held and then sent last first."""
        with self._lock:
            if self.world.options["reorder"] < 1 and not self._held:
                return [event]
            self._held.append(event)
            self.world.options["reorder"] -= 1
            if self.world.options["reorder"] > 0:
                return []
            self.world.options["reorder"] = 0
            held, self._held = self._held[::-1], []
            return held

    def _start(self, event: Item) -> None:
        if self.inline:
            self._push(event)
            return
        pool = self._line if self.world.options["in_order"] else self._pool
        with self._lock:
            self._open.add(pool.submit(self._push, event))

    def _push(self, event: Item) -> None:
        target = self.target
        if target is None:
            return
        time.sleep(self.world.options["delay"])
        plain, began, seen = xml_of(event["fields"]), time.monotonic(), list[int]()
        for attempt in range(max(1, int(self.world.options["attempts"]))):
            if attempt:
                time.sleep(self.world.options["between"])
            seen.append(self._attempt(target, plain))
            if not self._again(seen[-1]):
                break
        named = dict(event["fields"])
        self._log({
            "event": " ".join(str(named[n]) for n in ("Event", "ChangeType") if n in named)
            or str(named.get("MsgType", "")),
            "attempts": len(seen), "status": seen, "ms": int((time.monotonic() - began) * 1000),
            "well": seen[-1] == 200, "at": event["at"], "xml": plain,
        })  # fmt: skip

    def _attempt(self, target: Target, plain: str) -> int:
        """The status of one try, 0 for a lost connection, -1 when it took too long."""
        encrypt = target.cipher.encrypt(plain)
        body = (
            f"<xml><ToUserName><![CDATA[{setting.CORP}]]></ToUserName>"
            f"<AgentID><![CDATA[{setting.AGENT}]]></AgentID>"
            f"<Encrypt><![CDATA[{encrypt}]]></Encrypt></xml>"
        ).encode()
        query = target.query(encrypt, self.world.now())
        try:
            return target.deliver(
                "POST", target.url, query, body, float(self.world.options["patience"])
            )[0]
        except TimeoutError:
            return -1
        except ConnectionError:
            return 0

    def _again(self, status: int) -> bool:
        """§2.5: two pages of the documents disagree about what is tried again."""
        if self.closed:
            return False
        return status < 1 if self.world.options["retry"] == "timeout" else status != 200

    def _log(self, entry: Item) -> None:
        with self.world.lock:
            self.world.pushes.append(entry)
            self.world.version += 1

"""The wire to WeCom's API: tokens, one second try, time and size limits, no secrets in logs."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from email.message import Message
from functools import cache
from typing import Any

import httpx
import orjson
from django.conf import settings

from county.foundation.channels.wecom import errors, tokens
from county.foundation.channels.wecom.errors import Step, SwitchedOff, Unreachable, WeComRefused
from county.foundation.channels.wecom.tokens import App, Issued, Kept
from county.foundation.database.locks import one_of

TIMES = httpx.Timeout(10, connect=5)
"""Seconds to wait for each part of an answer, and for the connection."""
SLOWEST = 60.0
"""Seconds a whole answer may take, however steadily it trickles."""
LARGEST_ANSWER = 8 * 1024 * 1024
"""Bytes of a JSON answer; a page of a thousand messages has about one million."""
LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of a file: WeCom gives out more only in ranges (document 90254)."""
BUSY_WAITS = (0.2, 0.5, 1.0)
"""Seconds before each further try when WeCom says that it is busy: three at most (W -1)."""
PASSING = {errors.BUSY, errors.TOO_MANY_AT_ONCE, errors.CONFLICT}
"""Refusals that are gone a moment later."""
AT_ONCE = 5
"""Calls of one interface at the same time, of all workers; WeCom does not publish its own cap
(45033), a practitioner reports five for tags: a local design value."""

Answer = dict[str, Any]
"""A JSON object of WeCom."""


@dataclass(frozen=True, slots=True)
class Media:
    """A file that WeCom keeps for three days."""

    name: str
    media_type: str
    content: bytes


class Client:
    """Calls WeCom's API for one application. Threads may share it.

    Never inside a database transaction: RuntimeError. All calls raise WeComRefused, Waiting
    (which is one) or Unreachable.
    """

    def __init__(self, app: App) -> None:
        self.app = app
        self._http = httpx.Client(
            base_url=app.base_url, timeout=TIMES, follow_redirects=False, trust_env=False
        )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def get(self, interface: str, **query: str) -> Answer:
        """What `/cgi-bin/<interface>` says to these parameters."""
        return self._ask(
            interface, lambda token: self._send("GET", interface, {**query, "access_token": token})
        )

    def post(self, interface: str, body: Mapping[str, Any]) -> Answer:
        """What `/cgi-bin/<interface>` says to this JSON, sent as real UTF-8 (W 40033)."""
        content, headers = orjson.dumps(body), {"content-type": "application/json; charset=utf-8"}
        return self._ask(
            interface,
            lambda token: self._send(
                "POST", interface, {"access_token": token}, content=content, headers=headers
            ),
        )

    def upload(self, kind: str, name: str, content: bytes) -> Answer:
        """What WeCom says to a file for `media/upload`: field `media`, with a name (F-42)."""
        return self._ask(
            "media/upload",
            lambda token: self._send(
                "POST",
                "media/upload",
                {"access_token": token, "type": kind},
                files={"media": (name, content)},
            ),
        )

    def download(self, media_id: str) -> Media:
        """The file of a media id; an error in JSON with status 200 is an error (F-40)."""
        found: list[Media] = []

        def send(token: str) -> Answer:
            query = {"access_token": token, "media_id": media_id}
            headers, content = self._exchange(LARGEST_FILE, "GET", "media/get", query)
            if "disposition" not in "".join(headers).lower() and _is_json(headers):
                return _parsed(content)
            found[:] = [_media(headers, content)]
            return {}

        self._ask("media/get", send)
        if not found:
            raise Unreachable
        return found[0]

    def ticket(self, kept: Kept) -> str:
        """The ticket that signs pages, fetched only if no worker has one (document 90506)."""
        token = tokens.current(self.app, self._fetch)  # before: a ticket's row is locked meanwhile
        try:
            return tokens.current(self.app, lambda _app: self._fetch_ticket(kept, token), kept)
        except WeComRefused as error:
            if error.step is not Step.REFRESH:
                raise
        fresh = tokens.renewed(self.app, self._fetch, failed=token)
        return tokens.current(self.app, lambda _app: self._fetch_ticket(kept, fresh), kept)

    def check(self) -> None:
        """Fetch a token as if nothing had been tried yet: for an administrator's change."""
        tokens.forget(self.app)
        tokens.current(self.app, self._fetch)

    def _ask(self, interface: str, send: Callable[[str], Answer]) -> Answer:
        tokens.refuse_if_paused(self.app, interface)
        token = tokens.current(self.app, self._fetch)
        with one_of(f"{self.app.name} {interface}", AT_ONCE):
            answer = _unless_busy(lambda: send(token))
        if step_of(answer) is Step.REFRESH:
            fresh = tokens.renewed(self.app, self._fetch, failed=token)
            with one_of(f"{self.app.name} {interface}", AT_ONCE):
                answer = _unless_busy(lambda: send(fresh))
        code = code_of(answer)
        if code == errors.TOO_OFTEN:
            tokens.pause(self.app, interface)
        if code:
            raise WeComRefused(code, interface)
        return answer

    def _fetch(self, app: App) -> Issued:
        for secret in app.secrets or [""]:
            query = {"corpid": app.corp, "corpsecret": secret}
            answer = self._send("GET", "gettoken", query)
            if code_of(answer) != errors.BAD_SECRET:
                break  # while the Secret is renewed, one of the two is good
        return _issued(answer, "access_token", "gettoken")

    def _fetch_ticket(self, kept: Kept, token: str) -> Issued:
        query = {"access_token": token}
        if kept is Kept.APP_TICKET:
            query["type"] = "agent_config"
        return _issued(self._send("GET", kept.value, query), "ticket", kept.value)

    def _send(self, verb: str, interface: str, query: dict[str, str], **more: Any) -> Answer:
        _headers, content = self._exchange(LARGEST_ANSWER, verb, interface, query, **more)
        return _parsed(content)

    def _exchange(
        self, largest: int, verb: str, interface: str, query: dict[str, str], **more: Any
    ) -> tuple[httpx.Headers, bytes]:
        """Headers and body of an answer; raised errors carry no address, which has the token."""
        body, ends = bytearray(), time.monotonic() + SLOWEST
        try:
            with self._http.stream(verb, f"/cgi-bin/{interface}", params=query, **more) as answer:
                complete = answer.status_code == httpx.codes.OK
                for part in answer.iter_bytes() if complete else ():
                    body += part
                    if len(body) > largest or time.monotonic() > ends:
                        complete = False
                        break
        except (httpx.HTTPError, httpx.InvalidURL):
            raise Unreachable from None
        if not complete:
            raise Unreachable
        return answer.headers, bytes(body)


_silent: ContextVar[bool] = ContextVar("silent", default=False)


@contextmanager
def silence() -> Iterator[None]:
    """Within this there is no WeCom: what is only played, such as a past, reaches nobody."""
    before = _silent.set(True)
    try:
        yield
    finally:
        _silent.reset(before)


def is_set_up() -> bool:
    """Whether this installation has a WeCom at all, and may be heard there."""
    return bool(settings.WECOM_CORP_ID and settings.WECOM_SECRET) and not _silent.get()


def _issued(answer: Answer, name: str, interface: str) -> Issued:
    if code := code_of(answer):
        raise WeComRefused(code, interface)
    word, seconds = answer.get(name), answer.get("expires_in")
    if not isinstance(word, str) or not word or not isinstance(seconds, int) or seconds < 1:
        raise Unreachable
    return Issued(word, seconds)


def client() -> Client:
    """The client of this installation; raises SwitchedOff where no WeCom is set up."""
    if not is_set_up():
        raise SwitchedOff
    return _client_of(
        App(
            settings.WECOM_CORP_ID,
            settings.WECOM_SECRET,
            settings.WECOM_AGENT_ID,
            settings.WECOM_BASE_URL,
        )
    )


@cache
def _client_of(app: App) -> Client:
    return Client(app)


def code_of(answer: Answer) -> int:
    """The answer's error code; 0 for success, which may be silent about it (document 90664)."""
    code = answer.get("errcode", 0)
    if not isinstance(code, int):
        raise Unreachable
    return code


def step_of(answer: Answer) -> Step | None:
    """Our step after this answer; None after a success or an unknown code."""
    meaning = errors.MEANINGS.get(code_of(answer))
    return meaning.step if meaning else None


def _unless_busy(send: Callable[[], Answer]) -> Answer:
    answer = send()
    for seconds in BUSY_WAITS:
        if code_of(answer) not in PASSING:
            break
        time.sleep(seconds * random.uniform(0.5, 1.5))  # noqa: S311 - so that two part (F-37)
        answer = send()
    return answer


def _parsed(content: bytes) -> Answer:
    try:
        answer = orjson.loads(content)
    except orjson.JSONDecodeError:
        raise Unreachable from None
    if not isinstance(answer, dict):
        raise Unreachable
    return answer


def _is_json(headers: httpx.Headers) -> bool:
    kind = headers.get("content-type", "").partition(";")[0].strip().lower()
    return kind in ("application/json", "text/plain", "text/json")


def _media(headers: httpx.Headers, content: bytes) -> Media:
    said = Message()
    said["content-disposition"] = headers.get("content-disposition", "")
    kind = headers.get("content-type", "application/octet-stream").partition(";")[0].strip()
    return Media(said.get_filename() or "", kind.lower(), content)

"""The stand-in on a socket, and all of it in one object for tests."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from county.foundation.channels.wecom.standin import control, keeping
from county.foundation.channels.wecom.standin.answers import Lost, Reply, answer
from county.foundation.channels.wecom.standin.officers import Officer
from county.foundation.channels.wecom.standin.pushes import Sender, Target
from county.foundation.channels.wecom.standin.residents import Resident
from county.foundation.channels.wecom.standin.wire import JSON, Call, Item
from county.foundation.channels.wecom.standin.world import World

LARGEST = 32 * 1024 * 1024
"""Bytes of a request that are read."""

__all__ = ["StandIn", "Target"]


class StandIn:
    """A WeCom on a real socket, with the people in it.

    `callback` is where events are pushed to, nowhere without one; `inline` pushes them before the
    act that causes them returns. `state` is a file that survives a restart. Other options are
    those of `world.OPTIONS`.
    """

    def __init__(
        self, callback: Target | None = None, *, host: str = "127.0.0.1", port: int = 0,
        state: Path | None = None, inline: bool = False, **options: Any,
    ) -> None:  # fmt: skip
        self.world = World(options)
        self.keeper = keeping.Keeper(self.world, state)
        self.sender = Sender(self.world, callback, inline=inline)
        self.server = Server((host, port), _handler(self))
        self._thread = threading.Thread(
            target=self.server.serve_forever, args=(0.02,), name="standin", daemon=True
        )
        self._thread.start()

    @property
    def url(self) -> str:
        """The address to set as the base of WeCom's."""
        host, port = self.server.server_address[:2]
        return f"http://{host!s}:{port}"

    def close(self) -> None:
        """Stop serving and sending; keep the state if a file is named."""
        self.server.shutdown()
        self._thread.join()
        self.server.server_close()
        self.sender.close()
        self.keeper.close()

    # The people.

    def resident(self, external_userid: str) -> Resident:
        """A resident's phone; raises Unknown."""
        return Resident(self.world, external_userid)

    def officer(self, userid: str) -> Officer:
        """An officer's WeCom; raises Unknown."""
        return Officer(self.world, userid)

    # The clock, the faults, the callbacks.

    def later(self, seconds: float) -> None:
        """Turn the stand-in's clock."""
        with self.world.acting() as world:
            world.later(seconds)

    def fails(self, interface: str, *answers: Any) -> None:
        """The next answers: a code, (HTTP status, body), "lost" after it is done, or 0 for well."""
        with self.world.lock:
            self.world.faults[interface] += answers

    def slows(self, interface: str, seconds: float) -> None:
        """Let every answer of the interface take so long."""
        self.world.slow[interface] = seconds

    def option(self, **options: Any) -> None:
        """Turn switches of `world.OPTIONS`; KeyError for an unknown one."""
        control.turn(self.world, options)

    def forget_tokens(self) -> None:
        """§4.1: the platform may invalidate a token before its time."""
        with self.world.acting() as world:
            world.tokens.clear()

    def rotate(self, *secrets: str) -> None:
        """The secrets that are good from now on; two during a rotation."""
        with self.world.acting() as world:
            world.secrets = list(secrets)

    def register(self, target: Target) -> bool:
        """Save the callback address as the console does: only if it echoes; whether it did."""
        well = self.sender.check(target)
        if well:
            self.sender.target = target
        return well

    def emits(self, *fields: tuple[str, Any]) -> None:
        """Push any event at all, such as of group chats; a list of pairs nests."""
        with self.world.acting() as world:
            world.emit(*fields)

    def grants(self, account: str, *, managed: bool) -> None:
        """Give an account to our application, or take it away, in the console (§5.3)."""
        with self.world.acting() as world:
            world.accounts[account]["managed"] = managed
            world.emit(
                ("FromUserName", "sys"), ("CreateTime", world.second()), ("MsgType", "event"),
                ("Event", "kf_account_auth_change"),
                ("AuthAddOpenKfId" if managed else "AuthDelOpenKfId", account),
            )  # fmt: skip

    def settle(self, seconds: float = 20.0) -> bool:
        """Wait until all callbacks are delivered or given up; whether they are."""
        return self.sender.settle(seconds)

    @property
    def asked(self) -> Mapping[str, int]:
        """How often each interface was called."""
        return self.world.asked

    @property
    def seen(self) -> list[tuple[str, dict[str, str], bytes]]:
        """The calls: interface, query, raw body."""
        return list(self.world.seen)

    @property
    def sent(self) -> list[Item]:
        """What the application sent to residents, oldest first."""
        with self.world.lock:
            chats = [one["chat"] for one in self.world.sessions.values()]
            found = [dict(one) for chat in chats for one in chat if one["from"] == "app"]
        return sorted(found, key=lambda one: int(one["turn"]))

    @property
    def posts(self) -> list[Item]:
        """What the application sent to officers, oldest first."""
        with self.world.lock:
            return [dict(one) for one in self.world.posts if one["to"]]

    @property
    def hint(self) -> str:
        """The token of the newest hint to pull (§5.3)."""
        return list(self.world.hints)[-1]

    def serve(self, call: Call, path: str) -> Reply:
        """Status, headers and body for a request; raises Lost."""
        if path.startswith("/cgi-bin/"):
            return answer(self.world, call)
        return control.serve(self, call, path)


class Server(ThreadingHTTPServer):
    """Threads that do not keep the process alive; callers that hang up are no accident."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no accident."""


def _handler(standin: StandIn) -> type[BaseHTTPRequestHandler]:
    return type("Handler", (Handler,), {"standin": standin})


class Handler(BaseHTTPRequestHandler):
    """Hands a request to the stand-in and writes what it says."""

    standin: StandIn
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        """Any method: the interfaces tell them apart."""
        size = int(self.headers.get("Content-Length") or 0)
        if size > LARGEST:
            self._write((413, {"Connection": "close"}, b""))
            return
        raw, parts = self.rfile.read(size), urlsplit(self.path)
        own = urlsplit(self.standin.url).netloc
        call = Call(
            interface=parts.path.removeprefix("/cgi-bin/"),
            verb=self.command,
            query=dict(parse_qsl(parts.query, keep_blank_values=True)),
            raw=raw,
            ip=str(self.client_address[0]),
            origin=f"http://{self.headers.get('Host') or own}",
            headers=dict(self.headers.items()),
        )
        try:
            self._write(self.standin.serve(call, parts.path))
        except Lost:
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    do_POST = do_HEAD = do_PUT = do_DELETE = do_GET  # noqa: N815

    def _write(self, reply: Reply) -> None:
        status, headers, body = reply
        self.send_response(status)
        for name, value in ({**JSON, **headers} if body else headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def version_string(self) -> str:
        """As the real service names itself (WIRE)."""
        return "nginx"

    def log_message(self, *_words: Any) -> None:
        """Nothing: the address carries the access token (F-50)."""

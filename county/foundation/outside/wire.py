"""One try of one message: to the address that was looked up and checked, in limited time.

The name is looked up once and each of its addresses is judged; the connection goes to one of those
and to no other, whatever the name says a moment later. Redirects are not followed, answers are
thrown away, proxies of the environment are not asked.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore
import httpx
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.outside.knowledge import telling
from county.kernel.errors import Incomplete
from county.kernel.saying import saying

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
"""IPv6 addresses behind which an IPv4 address may hide (RFC 6052)."""
DEMO_HOSTS = ("127.0.0.1", "localhost", "::1")
ANSWERED = range(200, 300)
REDIRECTS = range(300, 400)


class NotSent(Exception):  # noqa: N818 - like Refused, it reads as a sentence
    """The message did not get through; the words, kept as a saying, tell why."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, and the seconds it asks us to wait."""

    status: int
    wait: int


def checked(url: str) -> str:
    """The address, if a webhook may be sent there; Incomplete with the reason otherwise.

    https with a host name; in the demonstration also http to this machine. What the name leads to
    is judged at every try.
    """
    try:
        parts = urlsplit(url)
        port_ok = parts.port is None or parts.port > 0
    except ValueError:
        raise Incomplete(_("This is no address.")) from None
    if not parts.hostname or not port_ok or any(not 32 < ord(sign) < 127 for sign in url):
        raise Incomplete(_("This is no address. Write it as https://host/path."))
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Incomplete(_("The address may hold neither a password nor a #."))
    if parts.scheme != "https" and not _is_play(parts):
        raise Incomplete(_("Webhooks go to https addresses only."))
    return url


def _is_play(parts: SplitResult) -> bool:
    return settings.SIWEI_DEMO and parts.scheme == "http" and parts.hostname in DEMO_HOSTS


def allowed(address: Address) -> bool:
    """Whether we connect there: public addresses, and those the administrator has named."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return allowed(address.ipv4_mapped)
        if address.sixtofour or address.teredo or address in TRANSLATED:
            return False
    if any(address in network for network in settings.SIWEI_OUTSIDE_NETWORKS):
        return True
    if settings.SIWEI_DEMO and address.is_loopback:
        return True
    return address.is_global and not (address.is_multicast or address.is_reserved)


def addresses_of(host: str, port: int) -> list[str]:
    """The addresses behind a name, all of them judged; NotSent if one is not allowed, or none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotSent(saying(gettext_noop("Nobody knows this host name."))) from None
    known = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    if not all(allowed(ipaddress.ip_address(one)) for one in known):
        raise NotSent(
            saying(gettext_noop("The host name leads to a private address, which is not allowed."))
        )
    return known


class Hurried(httpcore.NetworkStream):
    """A connection all of whose reading and writing together ends at one moment."""

    def __init__(self, stream: httpcore.NetworkStream, end: float) -> None:
        self._stream, self._end = stream, end

    def _left(self, kind: type[Exception]) -> float:
        left = self._end - time.monotonic()
        if left <= 0:
            raise kind("the time is over")
        return left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        left = self._left(httpcore.ConnectTimeout)
        return Hurried(self._stream.start_tls(ssl_context, server_hostname, left), self._end)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Pinned(httpcore.NetworkBackend):
    """Connects to these addresses, whatever host is asked for."""

    def __init__(self, addresses: Iterable[str], end: float, connect: float) -> None:
        self._addresses, self._end, self._connect = tuple(addresses), end, connect
        self._own = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        trouble: Exception = httpcore.ConnectError("no address")
        for address in self._addresses:
            left = min(self._connect, self._end - time.monotonic())
            if left <= 0:
                break
            try:
                return Hurried(self._own.connect_tcp(address, port, left), self._end)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble


@cache
def _trust() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """Send the body there once; NotSent where nothing, or nothing proper, comes back in time."""
    patience = telling().patience
    try:
        parts = urlsplit(checked(url))
    except Incomplete as refused:
        raise NotSent(str(refused)) from None
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    end = time.monotonic() + patience.whole
    backend = Pinned(addresses_of(host, port), end, patience.connect)
    try:
        with (
            httpcore.ConnectionPool(ssl_context=_trust(), network_backend=backend) as pool,
            pool.stream("POST", url, headers=_written(headers, parts), content=body) as response,
        ):
            _throw_away(response, patience.largest_answer)
            return Answer(response.status, _wait(response.headers))
    except httpcore.TimeoutException:
        raise NotSent(saying(gettext_noop("No answer in time."))) from None
    except (httpcore.NetworkError, httpcore.ProtocolError, ssl.SSLError, OSError) as error:
        raise NotSent(saying(gettext_noop("Not connected: %s"), type(error).__name__)) from None


def _written(headers: dict[str, str], parts: SplitResult) -> list[tuple[bytes, bytes]]:
    host = parts.netloc
    return [
        (name.encode(), value.encode())
        for name, value in {"Host": host, "Connection": "close", **headers}.items()
    ]


def _throw_away(response: httpcore.Response, most: int) -> None:
    """Read so much of the answer, that the other side may close in peace, and no more."""
    read = 0
    for piece in response.iter_stream():
        read += len(piece)
        if read > most:
            return


def _wait(headers: list[tuple[bytes, bytes]]) -> int:
    """The seconds of Retry-After, where it names seconds."""
    for name, value in headers:
        if name.lower() == b"retry-after" and value.isdigit():
            return int(value[:7])
    return 0

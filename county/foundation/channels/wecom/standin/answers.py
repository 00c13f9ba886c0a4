"""From a request to an answer: token, limits, faults, and then the interface itself (§3, §13)."""

from __future__ import annotations

import secrets
import time
from typing import Any

# Each module registers its interfaces.
from county.foundation.channels.wecom.standin import (
    contacts,
    kf,
    kf_messages,
    kf_sessions,
    limits,
    login,
    mailings,
    media,
    members,
    messages,
    tags,
    tokens,
    transfers,
    ways,
)
from county.foundation.channels.wecom.standin.wire import (
    INTERFACES,
    Bare,
    Call,
    Interface,
    Refusal,
    refusal,
    success,
)
from county.foundation.channels.wecom.standin.world import World

GROUPS = (
    contacts, kf, kf_messages, kf_sessions, login, mailings, media, members, messages, tags,
    tokens, transfers, ways,
)  # fmt: skip
KEPT = 65536
"""Bytes of a request that are remembered."""
Reply = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""


class Lost(Exception):  # noqa: N818
    """The server has done it, but its answer never arrives."""


def answer(world: World, call: Call) -> Reply:
    """What the interface says; raises Lost where the caller is to hear nothing."""
    began = time.monotonic()
    with world.lock:
        world.asked[call.interface] += 1
        world.seen.append((call.interface, call.query, call.raw[:KEPT]))
        waiting = world.faults[call.interface]
        fault = waiting.pop(0) if waiting else None
        slow = world.slow.get(call.interface, 0.0)
    code: Any = "lost"
    try:
        status, headers, body = _answer(world, call, fault, slow)
        code = headers.get("Error-Code", "0" if status < 300 else f"HTTP {status}")
    finally:
        with world.lock:
            world.calls.append({
                "interface": call.interface, "verb": call.verb, "code": code,
                "ms": int((time.monotonic() - began) * 1000), "at": world.second(),
            })  # fmt: skip
            world.version += 1
    return status, headers, body


def _answer(world: World, call: Call, fault: Any, slow: float) -> Reply:
    interface = INTERFACES.get(call.interface)
    if interface is None:
        return 404, {}, b""
    if isinstance(fault, list | tuple):
        status, body = fault
        content = body if isinstance(body, bytes) else str(body).encode()
        return int(status), {"Content-Type": "text/html"}, content
    try:
        with limits.one_at_work(world, call.interface), limits.one_writer(world, call):
            time.sleep(slow)
            reply = _act(world, interface, call, fault)
    except Refusal as refused:
        hint = 10**18 + secrets.randbelow(10**18)
        return refusal(refused, interface.empty, call.ip, hint)
    except Bare as bare:
        return bare.status, bare.headers, bare.body
    if fault == "lost":
        raise Lost
    return reply


def _act(world: World, interface: Interface, call: Call, fault: Any) -> Reply:
    """The token first, then the limits and the method, then the parameters (PROBE #14).

    What the real API says to a wrong method is unconfirmed; these codes are WeChat's.
    """
    with world.acting():
        if interface.needs_token:
            tokens.check_token(world, call)
        if isinstance(fault, int) and fault:
            raise Refusal(fault)
        limits.check_frequency(world, interface.path)
        if interface.verb and interface.verb != call.verb:
            raise Refusal(43001 if interface.verb == "GET" else 43002)
        return success(interface.act(world, call))

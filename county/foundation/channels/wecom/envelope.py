"""The bodies of WeCom's callbacks, XML or JSON, read without trusting them (document 90238)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring

from county.foundation.channels.wecom.crypto import BAD_BODY, CallbackRefused

LARGEST = 64 * 1024
"""Bytes of a callback's body; a longer one is refused unread."""
DEEPEST = 8
"""Levels of elements; real messages have four."""

Value: TypeAlias = str | list["Value"] | dict[str, "Value"]
"""A field as it came: text (numbers too, with all their digits), repeated, or nested."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What is readable of a callback before it is decrypted."""

    encrypt: str
    receiver: str
    agent: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A decrypted callback: the fields that all kinds share, and all of them in `fields`.

    `key` is the same for the same callback delivered again and differs for any other one, even
    of the same second and sender. An unknown kind is as good as a known one.
    """

    kind: str
    event: str
    change: str
    sender: str
    receiver: str
    message_id: str
    agent: str
    created_at: datetime | None
    fields: dict[str, Value]
    key: str


def envelope(body: bytes) -> Envelope:
    """The envelope of a callback; raises CallbackRefused -40002 for anything else."""
    fields = _read(body)
    lowered = {name.lower(): _text(value) for name, value in fields.items()}
    if not lowered.get("encrypt"):
        raise CallbackRefused(BAD_BODY)
    return Envelope(lowered["encrypt"], lowered.get("tousername", ""), lowered.get("agentid", ""))


def notice(plain: str) -> Notice:
    """A decrypted message; raises CallbackRefused -40002 for what is neither XML nor JSON."""
    fields = _read(plain.encode(errors="surrogatepass"))
    return Notice(
        kind=_text(fields.get("MsgType", "")),
        event=_text(fields.get("Event", "")),
        change=_text(fields.get("ChangeType", "")),
        sender=_text(fields.get("FromUserName", "")),
        receiver=_text(fields.get("ToUserName", "")),
        message_id=_text(fields.get("MsgId", "")),
        agent=_text(fields.get("AgentID", "")),
        created_at=_moment(_text(fields.get("CreateTime", ""))),
        fields=fields,
        key=_key(fields),
    )


def _read(body: bytes) -> dict[str, Value]:
    if len(body) > LARGEST:
        raise CallbackRefused(BAD_BODY)
    try:
        found = _json(body) if body.lstrip()[:1] == b"{" else _xml(body)
        _key(found).encode()
    except (ParseError, ValueError, LookupError, RecursionError):
        raise CallbackRefused(BAD_BODY) from None
    return found


def _xml(body: bytes) -> dict[str, Value]:
    root = _value(fromstring(body, forbid_dtd=True), DEEPEST)
    if not isinstance(root, dict):
        raise ValueError("no fields")  # noqa: TRY004 - of content, not of type
    return root


def _value(element: Element, levels: int) -> Value:
    if not len(element):
        return element.text or ""
    if not levels:
        raise ValueError("too deep")
    fields: dict[str, Value] = {}
    for child in element:
        value, known = _value(child, levels - 1), fields.get(child.tag)
        if known is None:
            fields[child.tag] = value
        elif isinstance(known, list):
            known.append(value)
        else:
            fields[child.tag] = [known, value]
    return fields


def _json(body: bytes) -> dict[str, Value]:
    """Numbers stay text, so that a message's 64-bit name keeps all its digits."""
    found = json.loads(body.decode(), parse_int=str, parse_float=str, parse_constant=str)
    return {str(name): _plain(value, DEEPEST) for name, value in found.items()}


def _plain(value: object, levels: int) -> Value:
    if not levels:
        raise ValueError("too deep")
    if isinstance(value, dict):
        return {str(name): _plain(one, levels - 1) for name, one in value.items()}
    if isinstance(value, list):
        return [_plain(one, levels - 1) for one in value]
    text = "" if value is None else str(value)
    if "\0" in text:
        raise ValueError("not storable")
    return text


def _key(fields: dict[str, Value]) -> str:
    content = json.dumps(fields, ensure_ascii=False, sort_keys=True).encode()
    return hashlib.sha256(content).hexdigest()


def _text(value: Value) -> str:
    return value.strip() if isinstance(value, str) else ""


def _moment(seconds: str) -> datetime | None:
    try:
        return datetime.fromtimestamp(int(seconds), UTC) if seconds.isdecimal() else None
    except (ValueError, OverflowError, OSError):
        return None

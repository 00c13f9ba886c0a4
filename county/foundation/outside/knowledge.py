"""What is known of webhooks: which facts, which fields, how signed, how patiently."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NEVER = (
    "tags.", "residents.", "audiences.", "conversations.", "contacts.", "rights.", "lists.",
    "fraud.", "outreach.", "audit.", "staff.", "channels.", "files.", "notices.", "approvals.",
    "outside.", "switches.", "visits.",
)  # fmt: skip
"""Beginnings of kinds that no review may let out: persons, profiles, tags, staff, our own hands."""
SECRET = re.compile(r"lead|source|tip|consent|credibil|unit_key", re.IGNORECASE)
"""Words in the name of a kind that speaks of a lead."""
FREE = re.compile(r"note|why|text|words|reason|name|title|officer|resident|conversation")
"""Words in the name of a field that holds free text, or leads to a person."""
JURISDICTION = "330424"
"""The county's code (GB/T 2260), by which Open311 names the jurisdiction."""
REVISED = "2026-11-26 08:00"
"""When the public services were last changed (the changeset of Open311's discovery)."""
PREFIX = "whsec_"
SECRET_BYTES = 32
"""Random bytes of a secret: Standard Webhooks asks for 24 to 64."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How patiently a message is tried; seconds, but for what says otherwise."""

    pauses: tuple[int, ...]
    rest: int
    longest_wait: int
    connect: float
    whole: float
    largest_answer: int
    rotation: int


@dataclass(frozen=True, slots=True)
class Telling:
    """The reviewed file: what may be told, and how patiently."""

    kinds: dict[str, tuple[str, ...]]
    patience: Patience


def understood(source: Mapping[str, Any]) -> Telling:
    """The file's contents; ValueError for a kind or a field that must never leave the house."""
    kinds: dict[str, tuple[str, ...]] = {}
    for row in source["kind"]:
        name, fields = str(row["name"]), tuple(map(str, row["fields"]))
        if name.startswith(NEVER) or SECRET.search(name):
            raise ValueError(f"telling.toml: {name} must never be told to another system.")
        if wrong := [field for field in fields if FREE.search(field)]:
            raise ValueError(f"telling.toml: {name} would tell {wrong}.")
        kinds[name] = fields
    return Telling(kinds, Patience(**{**source["patience"], "pauses": _pauses(source)}))


def _pauses(source: Mapping[str, Any]) -> tuple[int, ...]:
    pauses = tuple(map(int, source["patience"]["pauses"]))
    if list(pauses) != sorted(pauses) or not pauses:
        raise ValueError("telling.toml: pauses grow.")
    return pauses


@cache
def telling() -> Telling:
    """What telling.toml says, read once."""
    file = Path(__file__).parent / "telling.toml"
    return understood(tomllib.loads(file.read_text(encoding="utf-8")))


def new_secret() -> str:
    """A secret as partners keep it: `whsec_` and base64."""
    return PREFIX + base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()


def signature(message_id: str, timestamp: int, body: bytes, keys: Iterable[str]) -> str:
    """The header webhook-signature: `v1,` and HMAC-SHA256 in base64 for each secret, with blanks.

    Signed is `id.timestamp.body`, as Standard Webhooks has it.
    """
    content = f"{message_id}.{timestamp}.".encode() + body
    return " ".join(f"v1,{_mac(key, content)}" for key in keys)


def _mac(secret: str, content: bytes) -> str:
    key = base64.b64decode(secret.removeprefix(PREFIX))
    return base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()


def pause_after(tries: int) -> int | None:
    """Seconds until the next try after so many; None: it is given up."""
    pauses = telling().patience.pauses
    return pauses[tries - 1] if 0 < tries <= len(pauses) else None

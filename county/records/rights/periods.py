"""How long each kind of thing is kept: apps say their periods, the office may change them (E32)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Expire = Callable[[datetime], int]


@dataclass(frozen=True)
class Kept:
    """One kind of thing: how long it is kept, and what takes away what is older."""

    code: str
    title: StrOrPromise
    days: int
    expire: Expire | None


KINDS: dict[str, Kept] = {}


def kept_for(code: str, title: StrOrPromise, *, days: int) -> Callable[[Expire], Expire]:
    """Let this function take away, each night, what is older than the moment it is given."""

    def register(expire: Expire) -> Expire:
        KINDS[code] = Kept(code, title, days, expire)
        return expire

    return register


def kept_at_least(code: str, title: StrOrPromise, *, days: int) -> None:
    """Name a kind of thing that is not taken away by the program, with the days it is kept."""
    KINDS[code] = Kept(code, title, days, None)

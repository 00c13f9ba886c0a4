"""What the calls share: limits checked before sending, answers read with care."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from county.foundation.channels.wecom.client import Answer
from county.foundation.channels.wecom.errors import Unreachable
from county.kernel.errors import Incomplete

MOST_PAGES = 10_000
"""Pages after which a list that never ends is no list any more."""


class OverLimit(Incomplete):
    """WeCom would not take this, or would cut it; it was not sent."""


def check(fits: bool, words: str) -> None:  # noqa: FBT001 - a condition, not a switch
    """Raises OverLimit with these words unless it fits."""
    if not fits:
        raise OverLimit(words)


def size(text: str) -> int:
    """Bytes of a text as it is sent."""
    return len(text.encode(errors="replace"))


def text_of(text: str, most: int) -> dict[str, str]:
    """A text as WeCom wants it; OverLimit if it is empty or has more bytes than `most`."""
    words = _("The text has %(size)s bytes; WeCom takes 1 to %(most)s. Send it in parts.")
    check(bool(text.strip()) and size(text) <= most, words % {"size": size(text), "most": most})
    return {"content": text}


def people(names: Sequence[str], most: int) -> list[str]:
    """Names that WeCom gave us, unchanged (F-44); OverLimit for none, an empty one, too many."""
    words = _("WeCom takes 1 to %(most)s people at once.")
    check(1 <= len(names) <= most and all(names), words % {"most": most})
    return list(names)


def word(answer: Mapping[str, Any], name: str, *, needed: bool = False) -> str:
    """A text of an answer; Unreachable if it is needed and missing."""
    value = answer.get(name)
    if needed and not value:
        raise Unreachable
    return value if isinstance(value, str) else "" if value is None else str(value)


def number(answer: Mapping[str, Any], name: str) -> int:
    """A number of an answer, 0 where there is none."""
    value = answer.get(name)
    return value if isinstance(value, int) else 0


def listed(answer: Answer, name: str) -> list[Any]:
    """A list of a success; anything else is no empty list but no answer (F-36)."""
    value = answer.get(name, [])
    if not isinstance(value, list):
        raise Unreachable
    return value


def objects(answer: Answer, name: str) -> list[Mapping[str, Any]]:
    """The JSON objects of a list."""
    return [one for one in listed(answer, name) if isinstance(one, dict)]


def words(answer: Answer, name: str) -> tuple[str, ...]:
    """The texts of a list."""
    return tuple(one for one in listed(answer, name) if isinstance(one, str))

"""Pages with opaque cursors."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import TypeVar

from county.foundation.channels.wecom.standin.wire import Refusal

One = TypeVar("One")


def page(every: Sequence[One], cursor: str, limit: int) -> tuple[list[One], str]:
    """The entries after the cursor and the next cursor, "" at the end; Refusal 50100."""
    start = 0
    if cursor:
        try:
            start = int(base64.urlsafe_b64decode(cursor).decode().removeprefix("p"))
        except ValueError:
            raise Refusal(50100, "invalid cursor") from None
    end = start + limit
    more = base64.urlsafe_b64encode(f"p{end}".encode()).decode() if end < len(every) else ""
    return list(every[start:end]), more

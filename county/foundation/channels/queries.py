"""What the callbacks said."""

from __future__ import annotations

KEPT: dict[str, dict[str, str]] = {}


def fields_of(callback_id: str) -> dict[str, str]:
    """The fields of a kept callback."""
    return KEPT[callback_id]

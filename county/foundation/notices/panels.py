"""The bell's number on every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from county.design.panels import frame
from county.foundation.notices.queries import count_unread


@frame
def unread(request: HttpRequest) -> dict[str, Any]:
    """How many notices the officer has not read."""
    return {"unread": count_unread(request.user)}  # type: ignore[arg-type]

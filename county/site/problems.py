"""Errors as other systems read them: problem+json (RFC 9457)."""

from __future__ import annotations

from typing import Any

import orjson
from django.http import HttpResponse


def problem(status: int, title: str, detail: str, **more: Any) -> HttpResponse:
    """An error as other systems read it."""
    body = orjson.dumps({"status": status, "title": title, "detail": detail, **more}, default=str)
    return HttpResponse(body, status=status, content_type="application/problem+json")

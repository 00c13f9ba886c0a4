"""The code on the screen: it changes every minute, and a photographed one is soon no use."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

MINUTES_GOOD = 3
"""Minutes for which a code opens the page: to lift the phone, to scan, to wait for the network."""
BEFORE, AFTER = timedelta(minutes=30), timedelta(hours=1)
"""How long before its beginning and after its end one may sign in to a lesson."""


def code_at(secret: str, lesson: UUID, moment: datetime) -> str:
    """The code of this lesson's screen in this minute."""
    return _code(secret, lesson, int(moment.timestamp()) // 60)


def is_good(secret: str, lesson: UUID, code: str, moment: datetime) -> bool:
    """Whether the screen of this lesson shows the code now, or did in the last minutes."""
    minute = int(moment.timestamp()) // 60
    return any(
        hmac.compare_digest(_code(secret, lesson, minute - age).encode(), code.encode())
        for age in range(MINUTES_GOOD)
    )


def is_open(starts_at: datetime, ends_at: datetime, moment: datetime) -> bool:
    """Whether one may sign in now."""
    return starts_at - BEFORE <= moment <= ends_at + AFTER


def _code(secret: str, lesson: UUID, minute: int) -> str:
    words = f"siwei.lesson|{lesson}|{minute}".encode()
    return hmac.new(secret.encode(), words, hashlib.sha256).hexdigest()[:16]

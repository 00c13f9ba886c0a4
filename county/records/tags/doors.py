"""What the database itself does to taggings, with checks that no program can leave out.

The worker's role may read taggings, not write them: what it rightly does goes through these
functions (migration 0003), which people's processes use as well.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from county.kernel import clock

DOORS = [
    "tags_lay", "tags_note", "tags_end", "tags_lapse", "tags_follow", "tags_part",
]  # fmt: skip


def lay(key: UUID, resident: UUID, code: str, *, why: str, officer: int, evidence: str,
        case_number: str) -> None:  # fmt: skip
    """Lay a proposal in an officer's name; never more than a proposal."""
    _call("tags_lay", key, resident, code, why, officer, evidence, case_number)


def note(key: UUID, resident: UUID, code: str, *, by: str, evidence: str) -> list[UUID]:
    """Set a tag of the system; says which tags ended for it."""
    now = clock.now()
    return _call("tags_note", key, resident, code, by, evidence, now, clock.day_of(now))


def end(key: UUID, *, by: str, reason: str) -> bool:
    """End a tag or a proposal; False if it had ended."""
    return bool(_call("tags_end", key, by, reason, clock.now())[0])


def lapse(key: UUID, *, before: datetime) -> bool:
    """Delete a proposal of fourteen days and more; False for anything else."""
    return bool(_call("tags_lapse", key, before)[0])


def follow(former: UUID | str, resident: UUID | str) -> int:
    """Let the taggings of a file that was given up be those of the file that speaks now."""
    return int(_call("tags_follow", former, resident)[0])


def part(joining: UUID | str, former: UUID | str, resident: UUID | str) -> int:
    """Let what moved with a joining that was undone be the former file's again."""
    return int(_call("tags_part", joining, former, resident)[0])


def _call(function: str, *values: Any) -> list[Any]:
    marks = ", ".join(["%s"] * len(values))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {function}({marks})", values)  # noqa: S608 - own names
        return [row[0] for row in cursor.fetchall()]

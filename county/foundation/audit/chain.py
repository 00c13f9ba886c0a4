"""The chain over both logs: rows are sealed in blocks by SM3, each on the last (security 2.5).

Rows come in the transactions of what they tell of, so that a smaller number may commit after a
larger one. A block therefore names its rows. A number counts as settled only when every transaction
that was under way at a block an hour old has ended: below it nothing more can come.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Model

from county.foundation.audit.models import Block, Look
from county.foundation.events.models import Event
from county.kernel import clock
from county.kernel.ciphers import digest

FIRST = bytes(32)
AT_ONCE, MOST_BLOCKS = 5000, 40
"""Rows of a block, and blocks sealed at one stroke: an old log is caught up with in turns."""
SETTLES = timedelta(hours=1)
STREAMS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "look": (
        Look,
        ("id", "by", "name", "department", "subject", "fields", "reason", "because", "address",
         "at"),
    ),
    "event": (
        Event,
        ("id", "kind", "subject", "thread", "facts", "by", "because_of", "happened_at"),
    ),
}  # fmt: skip


def canonical(values: tuple[Any, ...]) -> bytes:
    """A row as it is sealed: JSON without blanks, moments as microseconds since 1970 in UTC."""
    return json.dumps(
        [_plain(value) for value in values],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return round((value - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(microseconds=1))
    return value


def link(previous: bytes, leaves: list[bytes]) -> bytes:
    """The digest of a block: over the one before it and the digests of its rows."""
    return digest(previous + b"".join(leaves))


def anchor() -> Path:
    """Where the heads are written, outside the database; sent elsewhere, it proves the tail."""
    return Path(settings.SIWEI_HOME) / "audit.anchor"


@transaction.atomic
def seal() -> int:
    """Chain what was written since the last time; says how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('audit.chain'))")
        if not cursor.fetchone()[0]:
            return 0  # another worker is at it
    done = 0
    for stream in STREAMS:
        for _block in range(MOST_BLOCKS):
            rows = _seal_stream(stream)
            done += rows
            if rows < AT_ONCE:
                break
    return done


def _seal_stream(stream: str) -> int:
    least, begun = _snapshot()
    settled = _settled(stream, least)
    known = {key for block in Block.objects.filter(stream=stream, top__gt=settled)
             for key in block.ids}  # fmt: skip
    model, columns = STREAMS[stream]
    rows = model._default_manager.filter(pk__gt=settled).order_by("pk")  # noqa: SLF001
    fresh = (row for row in rows.values_list(*columns).iterator() if row[0] not in known)
    found = list(islice(fresh, AT_ONCE))
    if not found:
        return 0
    last = Block.objects.filter(stream=stream).order_by("-id").first()
    previous = bytes(last.digest) if last else FIRST
    leaves = [digest(canonical(row)) for row in found]
    keys = [row[0] for row in found]
    block = Block.objects.create(
        stream=stream,
        ids=keys,
        top=max(keys),
        horizon=begun,
        previous=previous,
        digest=link(previous, leaves),
    )
    line = f"{clock.now():%Y-%m-%dT%H:%M:%SZ} {stream} {block.pk} {block.digest.hex()}\n"
    transaction.on_commit(lambda: _write(line))
    return len(found)


def _write(line: str) -> None:
    with anchor().open("a", encoding="utf-8") as file:
        file.write(line)


def _snapshot() -> tuple[int, int]:
    """The oldest transaction still under way, and the first that has not begun."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_snapshot_xmin(s)::text::bigint, pg_snapshot_xmax(s)::text::bigint"
            " FROM pg_current_snapshot() s"
        )
        least, begun = cursor.fetchone()
    return int(least), int(begun)


def _settled(stream: str, least: int) -> int:
    """The number up to which every row there will ever be is in a block."""
    old = Block.objects.filter(
        stream=stream, horizon__lte=least, sealed_at__lt=clock.now() - SETTLES
    )
    return old.order_by("-top").values_list("top", flat=True).first() or 0


@dataclass
class Verdict:
    """What a walk along a chain found."""

    rows: int = 0
    blocks: int = 0
    faults: list[str] = field(default_factory=list)


def verify() -> dict[str, Verdict]:
    """Walk along both chains and compare every row; the anchored heads must be among them."""
    found = {stream: _verify_stream(stream) for stream in STREAMS}
    for stream, head, block in _anchored():
        rows = Block.objects.filter(stream=stream, pk=block).values_list("digest", flat=True)
        if [bytes(one).hex() for one in rows] != [head]:
            found[stream].faults.append(f"anchored block {block} is not there as it was")
    return found


def _anchored() -> Iterator[tuple[str, str, int]]:
    if not anchor().exists():
        return
    for line in anchor().read_text(encoding="utf-8").splitlines():
        parts = line.split(" ")
        if len(parts) == 4 and parts[1] in STREAMS and parts[2].isdecimal():
            yield parts[1], parts[3], int(parts[2])


def _verify_stream(stream: str) -> Verdict:
    verdict, previous, seen = Verdict(), FIRST, set[int]()
    model, columns = STREAMS[stream]
    for block in Block.objects.filter(stream=stream).order_by("id").iterator(chunk_size=50):
        rows = model._default_manager.filter(pk__in=block.ids)  # noqa: SLF001
        found = {row[0]: digest(canonical(row)) for row in rows.values_list(*columns)}
        missing = [key for key in block.ids if key not in found]
        verdict.faults += [f"row {key} of block {block.pk} is gone" for key in missing]
        leaves = [found[key] for key in block.ids if key in found]
        if bytes(block.previous) != previous:
            verdict.faults.append(f"block {block.pk} does not follow the one before it")
        if not missing and link(previous, leaves) != bytes(block.digest):
            verdict.faults.append(f"a row of block {block.pk} was changed")
        previous = bytes(block.digest)
        seen |= set(block.ids)
        verdict.blocks, verdict.rows = verdict.blocks + 1, verdict.rows + len(block.ids)
    verdict.faults += [f"row {key} was put in later" for key in _extra(stream, seen)]
    return verdict


def _extra(stream: str, seen: set[int]) -> list[int]:
    """Rows below a settled number that no block names."""
    settled = _settled(stream, _snapshot()[0])
    model, _columns = STREAMS[stream]
    rows = model._default_manager.filter(pk__lte=settled)  # noqa: SLF001
    return [key for key in rows.values_list("pk", flat=True) if key not in seen]


def export(folder: Path) -> int:
    """Write both chains for whoever verifies them elsewhere, without a word of what rows say.

    One line a block: stream, number, the digests of its rows, and its own. Says how many lines.
    """
    lines = 0
    with (folder / "chain.jsonl").open("w", encoding="utf-8") as out:
        for block in Block.objects.order_by("stream", "id").iterator(chunk_size=50):
            model, columns = STREAMS[block.stream]
            rows = model._default_manager.filter(pk__in=block.ids)  # noqa: SLF001
            found = {row[0]: digest(canonical(row)).hex() for row in rows.values_list(*columns)}
            told = {
                "stream": block.stream,
                "block": block.pk,
                "leaves": [found.get(key, "") for key in block.ids],
                "digest": bytes(block.digest).hex(),
            }
            out.write(json.dumps(told) + "\n")
            lines += 1
    if anchor().exists():
        (folder / "audit.anchor").write_bytes(anchor().read_bytes())
    return lines


def head() -> dict[str, str]:
    """The latest digest of each chain, for the public page."""
    found = {}
    for stream in STREAMS:
        last = Block.objects.filter(stream=stream).order_by("-id").first()
        found[stream] = bytes(last.digest).hex() if last else ""
    return found

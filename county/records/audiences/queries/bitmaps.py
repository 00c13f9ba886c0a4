"""The bitmaps of attributes: as folded, and with every change since, in one reading."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from pyroaring import BitMap

from county.foundation.database.hot import raw_cursor
from county.kernel import clock
from county.records.audiences.knowledge import EVERYBODY, Node, attributes, evaluate

LARGEST = 64 * 1024 * 1024
"""Bytes of bitmaps that one process remembers; the county's are about five million."""

# One statement, so one moment: folded bitmap, changes after it, and tags whose last day is over
# though no night has ended them yet.
EXPIRED = -1
_READ = """
WITH wanted AS (
  SELECT * FROM unnest(%s::text[], %s::bigint[]) AS w (attribute, version)
)
SELECT w.attribute, b.version, CASE WHEN b.version IS DISTINCT FROM w.version THEN b.people END,
  (SELECT array_agg(c.number * 2 + c.present::int ORDER BY c.id)
   FROM audiences_change c WHERE c.attribute = w.attribute)
FROM wanted w LEFT JOIN audiences_bitmap b ON b.attribute = w.attribute
UNION ALL
SELECT 'tag:' || t.code, -1, NULL, array_agg(r.number)
FROM tags_tagging t JOIN residents_resident r ON r.id = t.resident_id
WHERE t.state = 'active' AND t.until < %s AND t.code = ANY(%s) GROUP BY t.code
"""


@dataclass
class Memory:
    """Bitmaps that this process has read, the least used forgotten first."""

    largest: int = LARGEST
    size: int = 0
    kept: OrderedDict[str, tuple[int, BitMap, int]] = field(default_factory=OrderedDict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def versions(self, names: Sequence[str]) -> list[int]:
        """Which version of each is remembered; 0 for none."""
        with self.lock:
            return [self.kept[name][0] if name in self.kept else 0 for name in names]

    def recall(self, name: str, version: int) -> BitMap | None:
        """The remembered bitmap, if it is that version."""
        with self.lock:
            known = self.kept.get(name)
            if known is None or known[0] != version:
                return None
            self.kept.move_to_end(name)
            return known[1]

    def remember(self, name: str, version: int, people: BitMap, size: int) -> None:
        """Keep a bitmap; what was used longest ago makes room."""
        with self.lock:
            old = self.kept.pop(name, None)
            self.size += size - (old[2] if old else 0)
            self.kept[name] = (version, people, size)
            while self.size > self.largest and len(self.kept) > 1:
                _name, (_version, _people, gone) = self.kept.popitem(last=False)
                self.size -= gone

    def forget(self) -> None:
        """Forget everything: another database, or tests."""
        with self.lock:
            self.kept.clear()
            self.size = 0


MEMORY = Memory()


def read(names: Iterable[str], *, today: date | None = None) -> dict[str, BitMap]:
    """Who has each of these attributes at this moment; nobody for one that nobody has.

    The bitmaps are shared: never change one in place.
    """
    wanted = list(dict.fromkeys(names))
    codes = [name[4:] for name in wanted if name.startswith("tag:")]
    known = MEMORY.versions(wanted)
    rows = raw_cursor().execute(
        _READ, (wanted, known, today or clock.today(), codes), prepare=True, binary=True
    ).fetchall()  # fmt: skip
    recalled = {
        name: MEMORY.recall(name, version)
        for name, version, people, _numbers in rows
        if people is None and version not in (None, EXPIRED)
    }
    if None in recalled.values():  # forgotten between the two steps
        return read(wanted, today=today)
    found: dict[str, BitMap] = {}
    for name, version, people, numbers in rows:
        if version == EXPIRED:
            found[name] = found.get(name, BitMap()) - BitMap(numbers)
            continue
        folded = recalled.get(name) or _loaded(name, version, people)
        found[name] = _with_changes(folded, numbers)
    return found


def _loaded(name: str, version: int | None, people: bytes | None) -> BitMap:
    """A bitmap that this process did not know in this version; nobody where there is none."""
    if version is None or people is None:
        return BitMap()
    bitmap = BitMap.deserialize(bytes(people))
    MEMORY.remember(name, version, bitmap, len(people))
    return bitmap


def _with_changes(bitmap: BitMap, changes: Sequence[int] | None) -> BitMap:
    """The bitmap with the latest word on each number."""
    if not changes:
        return bitmap
    latest = {change >> 1: change & 1 for change in changes}
    came = BitMap(number for number, present in latest.items() if present)
    went = BitMap(number for number, present in latest.items() if not present)
    return (bitmap | came) - went


def people_in(node: Node, *, today: date | None = None) -> BitMap:
    """The file numbers for whom an expression holds."""
    return evaluate(node, read([EVERYBODY, *attributes(node)], today=today))

"""Counting 30 nested audiences over a county and over ten, beside the usual design, int[] with GIN.

Both hold the same invented people. Our figures are those of the question the builder's page asks:
once with nothing remembered (every bitmap comes from the database), once as a process that has
counted before. Every count is compared with the peer's.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from django.db import connections, transaction

from county.kernel import clock
from county.records.audiences import actions
from county.records.audiences.knowledge import EVERYBODY, HOWS, Group, Node, attributes
from county.records.audiences.models import Bitmap, Change
from county.records.audiences.queries import bitmaps, selectable
from county.records.residents.actions import open_file, see_notice
from county.records.tags.models import Tagging
from county.site.bench import ground
from county.site.bench.report import Options, Report, middle, p95, verdict

SIZES = (460_000, 4_600_000)
BARS = {460_000: 5.0, 4_600_000: 40.0}
TIMES = 10.0
ROUNDS = 5
TOWNS = ("001", "002", "004", "005", "101", "102", "103", "105", "106")
AGES = ("18", "35", "60")
SEED = 330424
CHANGES = 10_000
PATIENCE = 5.0
"""Seconds after which a change that no count has is given up."""

_FILL = """
CREATE UNLOGGED TABLE bench_people AS
SELECT n::int AS number, (random() * 8)::int AS town, (random() * 2)::int AS age,
  (SELECT array_agg(DISTINCT (power(random(), 2) * %s)::int)
   FROM generate_series(1, 2 + (random() * 9)::int + 0 * n::int)) AS tags
FROM generate_series(1, %s) AS n
"""
_PACK_TAGS = """
SELECT tag, string_agg(int4send(number), ''::bytea) FROM bench_people, unnest(tags) AS tag
GROUP BY tag
"""
_PACK_TOWNS = "SELECT town, string_agg(int4send(number), '') FROM bench_people GROUP BY town"
_PACK_AGES = "SELECT age, string_agg(int4send(number), '') FROM bench_people GROUP BY age"
_PACK_ALL = "SELECT 0, string_agg(int4send(number), '') FROM bench_people"


def run(options: Options) -> Report:
    """Both designs, both sizes, in turns."""
    rows: list[list[str]] = []
    raw: dict[str, Any] = {}
    notes: list[str] = []
    with ground.server(fresh=options.fresh):
        codes = sorted(selectable())
        for size in SIZES:
            people = int(size * options.scale)
            fill(people, codes, options.say)
            found = measure(codes, options.say)
            raw[str(people)] = found
            rows += lines(people, found, BARS[size])
            notes += told(people, found)
        seen = visible(codes[0])
        raw["visible_ms"] = seen
        notes.append(
            f"A tag set: counted {middle(seen):.1f} ms after the transaction began (median of"
            f" {len(seen)}, slowest {max(seen):.1f}); bar 1,000 ms: {verdict(max(seen) < 1000)}."
        )
    columns = ("people", "design", "median ms", "p95 ms", "slowest ms", "bar")
    return Report("Audiences: 30 nested expressions counted", columns, rows, notes, raw)


def fill(people: int, codes: list[str], say: Callable[[str], None]) -> None:
    """The same people for both: a table with an indexed array, and our bitmaps."""
    say(f"{people:,} people")
    Change.objects.all().delete()
    Bitmap.objects.all().delete()
    bitmaps.MEMORY.forget()
    with connections["owner"].cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_people")
        cursor.execute("SELECT setseed(0.33)")
        cursor.execute(_FILL, [len(codes) - 1, people])
        say("the index of the peer")
        cursor.execute("CREATE INDEX ON bench_people USING gin (tags)")
        cursor.execute("CREATE INDEX ON bench_people (town)")
        cursor.execute("ANALYZE bench_people")
        say("the bitmaps")
        for question, names in (
            (_PACK_TAGS, {n: f"tag:{code}" for n, code in enumerate(codes)}),
            (_PACK_TOWNS, {n: f"town:330424{town}" for n, town in enumerate(TOWNS)}),
            (_PACK_AGES, {n: f"age:{age}" for n, age in enumerate(AGES)}),
            (_PACK_ALL, {0: EVERYBODY}),
        ):
            cursor.execute(question)
            for key, numbers in cursor.fetchall():
                actions.keep_bitmap(names[key], actions.unpacked(bytes(numbers)))


def expressions(codes: list[str]) -> list[Group]:
    """Thirty expressions of two and three levels, of tags, towns and ages; always the same."""
    rng = Random(SEED)  # noqa: S311 - invented expressions
    leaves = [f"tag:{code}" for code in codes]

    def group(depth: int) -> Group:
        members: list[Node] = [rng.choice(leaves) for _n in range(rng.randint(2, 4))]
        if depth > 1:
            members.append(group(depth - 1))
        how = rng.choice(HOWS if depth < 3 else ("all", "any"))
        return Group(how, tuple(members))

    found = []
    for number in range(30):
        inner = group(2 + number % 2)
        town = f"town:330424{rng.choice(TOWNS)}"
        extra: tuple[Node, ...] = (town,) if number % 3 else (f"age:{rng.choice(AGES)}",)
        found.append(Group("all", (Group("any", inner.of), *extra)) if number % 4 else inner)
    return found


def condition(node: Node, codes: list[str]) -> str:
    """The expression as the peer asks it."""
    if isinstance(node, str):
        kind, _colon, key = node.partition(":")
        if kind == "tag":
            return f"tags @> ARRAY[{codes.index(key)}]"
        return f"town = {TOWNS.index(key[6:])}" if kind == "town" else f"age = {AGES.index(key)}"
    tags = [one for one in node.of if isinstance(one, str) and one.startswith("tag:")]
    parts = [condition(one, codes) for one in node.of if one not in tags]
    numbers = ",".join(str(codes.index(str(one)[4:])) for one in tags)
    if tags:
        parts.append(f"tags {'@>' if node.how == 'all' else '&&'} ARRAY[{numbers}]")
    joined = (" AND " if node.how == "all" else " OR ").join(f"({part})" for part in parts)
    return f"NOT ({joined})" if node.how == "none" else f"({joined})"


def measure(codes: list[str], say: Callable[[str], None]) -> dict[str, Any]:
    """Milliseconds of each count, the designs in turns; and how many counts were not alike."""
    wanted = expressions(codes)
    found: dict[str, Any] = {"cold": [], "warm": [], "changing": [], "gin": [], "wrong": 0}
    for number in range(ROUNDS + 1):
        say(f"round {number} of {ROUNDS}" if number else "warming up")
        for node in wanted:
            cold, ours = timed(partial(cold_count, node))
            warm, _again = timed(partial(warm_count, node))
            gin, theirs = timed(partial(peer_count, node, codes))
            if number:
                found["cold"].append(cold)
                found["warm"].append(warm)
                found["gin"].append(gin)
                found["wrong"] += ours != theirs
    unfolded(wanted)
    for node in wanted:
        found["changing"].append(timed(partial(warm_count, node))[0])
    Change.objects.all().delete()
    return found


def timed(ask: Callable[[], int]) -> tuple[float, int]:
    """Milliseconds that a question took, and its answer."""
    begun = time.perf_counter()
    answer = ask()
    return (time.perf_counter() - begun) * 1000, answer


def warm_count(node: Group) -> int:
    """The count by a process that has counted before."""
    return len(bitmaps.people_in(node))


def cold_count(node: Group) -> int:
    """The count by a process that remembers nothing."""
    bitmaps.MEMORY.forget()
    return len(bitmaps.people_in(node))


def peer_count(node: Group, codes: list[str]) -> int:
    """The count by the indexed array."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM bench_people WHERE {condition(node, codes)}")  # noqa: S608 - invented
        return int(cursor.fetchone()[0])


def unfolded(wanted: list[Group]) -> None:
    """Ten thousand changes that no folding has taken in yet, spread over what is asked."""
    rng = Random(SEED)  # noqa: S311 - invented
    names = sorted({name for node in wanted for name in attributes(node)})
    Change.objects.bulk_create(
        (
            Change(
                attribute=rng.choice(names), number=rng.randrange(1, 460_000), present=bool(n % 2)
            )
            for n in range(CHANGES)
        ),
        batch_size=2000,
    )


def visible(code: str) -> list[float]:
    """Milliseconds from setting a tag, as a row in its own transaction, to a count that has it."""
    found = []
    with connections["owner"].cursor() as cursor:  # past every number of the invented people
        cursor.execute(
            "SELECT setval('residents_file_number', greatest(max(number), 10000000))"
            " FROM residents_resident"
        )
    for _n in range(100):
        before = bitmaps.people_in(Group("all", (f"tag:{code}",)))
        resident = open_file(town_code="330424001")
        see_notice(resident)
        begun = time.perf_counter()
        with transaction.atomic():
            Tagging.objects.create(
                resident=resident, code=code, state="active", basis="C", proposed_by="bench",
                confirmed_by="bench", confirmed_at=clock.now(),
                until=clock.today() + timedelta(days=30),
            )  # fmt: skip
        after = before
        while (resident.number or 0) not in after and time.perf_counter() - begun < PATIENCE:
            after = bitmaps.people_in(Group("all", (f"tag:{code}",)))
        found.append((time.perf_counter() - begun) * 1000)
    return found


def lines(people: int, found: dict[str, Any], bar: float) -> list[list[str]]:
    """The rows of one size."""
    held = verdict(p95(found["cold"]) <= bar)
    rows = (
        ("siwei, nothing remembered", "cold", f"p95 ≤ {bar:g} ms: {held}"),
        ("siwei, counted before", "warm", ""),
        (f"siwei, {CHANGES:,} changes not folded", "changing", ""),
        ("int[] with GIN", "gin", ""),
    )
    return [
        [f"{people:,}", name, f"{middle(found[key]):.2f}", f"{p95(found[key]):.2f}",
         f"{max(found[key]):.2f}", said]
        for name, key, said in rows
    ]  # fmt: skip


def told(people: int, found: dict[str, Any]) -> list[str]:
    """The ratios of one size."""
    cold = middle(found["gin"]) / middle(found["cold"])
    warm = middle(found["gin"]) / middle(found["warm"])
    alike = f"Counts not alike: {found['wrong']}."
    words = (
        f"{people:,}: int[] with GIN takes {cold:.0f} times as long as ours with nothing"
        f" remembered (bar {TIMES:g}: {verdict(cold >= TIMES)}) and {warm:.0f} times as long as"
        f" ours after the first count; medians of the same run. {alike}"
    )
    return [words]

"""The county at a glance at the county's size: desk, wall and drill-down, beside bare SQL.

49,000 enterprises, 460,000 residents with consents, a year of messages (7.3 million) with their
matters, and 326,800 rows of hazards that no dimension has yet. Then every post looks at every
figure, and nothing may be shown that it may not see.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from functools import partial

import psycopg
from django.db import connections

from county.foundation.figures import actions as figures
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Department, Officer, Post
from county.kernel import clock, periods
from county.site.bench import countywide, ground
from county.site.bench.clients import Ask, Line
from county.site.bench.leaking import Found, look
from county.site.bench.report import Options, Report, middle, p95, verdict

WARM, COLD = 1.0, 2.0
ROUNDS, COLD_ROUNDS = 20, 3
HOUSES = {"PROC": "PROC", "PLD": "PS001", "EM": "EM", "SC": "SC", "CPS": "CPS", "DPO": "DPO"}
FLOOR = """
SELECT count(*) FILTER (WHERE kind = 'consultation' AND state = 'closed' AND closed_at >= %(b)s
    AND closed_at < %(e)s AND topic IN ('hukou','residence','traffic','exit','licence','antifraud',
    'law','other')),
  count(*) FILTER (WHERE kind = 'help' AND state = 'closed' AND result IN ('solved','referred')
    AND closed_at >= %(b)s AND closed_at < %(e)s),
  count(DISTINCT case_number) FILTER (WHERE kind = 'lead' AND case_link IN ('direct','indirect')
    AND case_number <> '' AND resolved_at >= %(b)s AND resolved_at < %(e)s),
  count(*) FILTER (WHERE kind = 'help' AND topic = 'fraud' AND money IN ('kept','stopped')
    AND resolved_at >= %(b)s AND resolved_at < %(e)s)
FROM helpdesk_matter
"""
FLOOR_INCIDENTS = """
SELECT count(*), count(*) FILTER (WHERE what <> 'other' AND what <> 'damage'),
  count(*) FILTER (WHERE what <> 'other' AND what <> 'damage' AND state = 'solved')
FROM incidents_incident WHERE state <> 'dropped' AND happened_on BETWEEN %(b)s AND %(e)s
"""
FLOOR_PEOPLE = """
SELECT count(*), count(*) FILTER (WHERE given) FROM residents_resident AS r LEFT JOIN (
  SELECT DISTINCT ON (resident_id) resident_id, given FROM residents_consent WHERE scope = 'tags'
  ORDER BY resident_id, id DESC) AS said ON said.resident_id = r.id
WHERE merged_into_id IS NULL AND erased_at IS NULL AND NOT is_child
"""
FLOOR_FIRMS = """
SELECT count(DISTINCT organisation_id), count(*), (SELECT count(*) FROM organisations_organisation
  WHERE is_active) FROM visits_visit WHERE state = 'done' AND organisation_id IS NOT NULL
  AND ended_at >= %(b)s AND ended_at < %(e)s
"""
HAZARDS = """
SELECT count(*) FILTER (WHERE closed_at >= %(b)s AND closed_at < %(e)s),
  count(*) FILTER (WHERE found_at >= %(b)s AND found_at < %(e)s),
  count(DISTINCT unit) FILTER (WHERE major AND listed_at >= %(b)s AND listed_at < %(e)s),
  count(*) FILTER (WHERE major AND closed_at >= %(b)s AND closed_at < %(e)s),
  count(*) FILTER (WHERE major AND listed_at IS NOT NULL AND closed_at IS NULL AND due < now())
FROM bench_hazard
"""
Row = tuple[str, str, str, str, str]


def run(options: Options) -> Report:
    """Fill, measure warm and cold in turns with the floor, then let every post look."""
    with ground.server(fresh=options.fresh):
        countywide.fill(options.scale, options.say)
        roles = seats()
        figures.fold()
        doors = {one.post_id: ground.enter(one.username) for one in roles}
        raw = warm(options, doors)
        raw |= cold(options, doors["CMD"])
        for name, times in raw.items():
            options.say("  ".join(line(name, times)))
        found = {one.post_id: looked(one, options) for one in roles}
        sizes = countywide.sizes()
    total = sum(found.values(), Found())
    rows = [line(name, times) for name, times in raw.items()]
    notes = [
        (
            f"{len(found)} posts looked at {total.rows:,} rows of {total.figures} figures,"
            f" {total.pages} lists and {total.files} files: {total.leaked} rows leaked,"
            f" {total.wrong} counts that are not their rows:"
            f" {verdict(not total.leaked and not total.wrong)}."
        ),
        "Rows: " + ", ".join(f"{name} {n:,}" for name, n in sizes.items()),
        (
            "warm: nothing is remembered between two requests, PostgreSQL has its pages. cold:"
            " PostgreSQL and the web process have just been started; the first page asked for."
        ),
        ground.machine(),
    ]
    raw["looked"] = {code: vars(one) for code, one in found.items()}  # type: ignore[assignment]
    columns = ("what", "median", "p95", "bar", "")
    return Report("The county at a glance", columns, rows, notes, dict(raw))


def seats() -> list[Officer]:
    """An officer of every post."""
    for post in Post.objects.order_by("code"):
        name = f"glance-{post.pk.lower()}"
        if not Officer.objects.filter(username=name).exists():
            house = HOUSES.get(post.pk.partition("_")[0], "PSB")
            house = "FRAUD" if post.pk == "FRAUD_DESK" else house
            staff.appoint(
                username=name, name=post.title, department=Department.objects.get(pk=house),
                post=post, by=ground.BENCH,
            )  # fmt: skip
    countywide.give_work()
    rows = Officer.objects.filter(username__startswith="glance-").order_by("username")
    return list(rows.select_related("post", "department"))


PAGES = {
    "desk, the campaign": "/county/",
    "desk, this month": "/county/?period=month",
    "desk, one town of the campaign": "/county/?town=330424001",
    "desk of a station, the campaign": "/county/#station",
    "desk, what it asks for again": "/county/#part",
    "wall": "/county/wall/",
    "wall, what it asks for again": "/county/wall/#part",
    "list behind a figure (S09)": "/county/figures/S09/",
    "list behind a figure (S13)": "/county/figures/S13/",
}


def asked(port: int, door: dict[str, str], address: str, part: str = "") -> float:
    """Seconds until the whole answer is here; raises RuntimeError if it is none."""
    path, headers = address, {**door, "HX-Request": "true"} if part == "part" else door
    begun = time.perf_counter()
    status, body = Line(port).ask(Ask(path, headers))
    if status != 200:
        raise RuntimeError(f"{status} {path} {body[:300]!r}")
    return time.perf_counter() - begun


def floors() -> dict[str, Callable[[], float]]:
    """The bare SQL of the counters, on one connection of its own."""
    wire = psycopg.connect(ground.owner(), autocommit=True)
    span = periods.campaign()
    said = {"b": span.begins, "e": span.ends}

    def ask(*questions: str) -> float:
        begun = time.perf_counter()
        for question in questions:
            wire.execute(question, said).fetchall()
        return time.perf_counter() - begun

    return {
        "floor: the counters in bare SQL": partial(
            ask, FLOOR, FLOOR_PEOPLE, FLOOR_FIRMS, FLOOR_INCIDENTS
        ),
        "floor: five counters of 326,800 hazards": partial(ask, HAZARDS),
    }


def warm(options: Options, doors: dict[str, dict[str, str]]) -> dict[str, list[float]]:
    """Every page and the floor in turns."""
    bare = floors()
    times: dict[str, list[float]] = {name: [] for name in (*bare, *PAGES)}
    with ground.pages(options.web) as (_web, port):
        for number in range(ROUNDS + 2):
            options.say(f"warm, round {number} of {ROUNDS + 1}")
            for name, ask in bare.items():
                times[name].append(ask())
            for name, address in PAGES.items():
                path, _hash, part = address.partition("#")
                door = doors["PLD_CHIEF" if part == "station" else "CMD"]
                times[name].append(asked(port, door, path, part))
    return {name: found[2:] for name, found in times.items()}


def cold(options: Options, door: dict[str, str]) -> dict[str, list[float]]:
    """The first page after PostgreSQL and the web process were started."""
    times: dict[str, list[float]] = {"desk, cold": [], "wall, cold": []}
    for number in range(COLD_ROUNDS):
        options.say(f"cold, round {number + 1} of {COLD_ROUNDS}")
        for name, address in (("desk, cold", "/county/"), ("wall, cold", "/county/wall/")):
            for connection in connections.all(initialized_only=True):
                connection.close()
            countywide.restart()
            with ground.pages(options.web) as (_web, port):
                times[name].append(asked(port, door, address))
    return times


def line(name: str, times: list[float]) -> Row:
    """A row of the table with its bar, if it has one."""
    bar = COLD if name.endswith("cold") else None if name.startswith("floor") else WARM
    slow = max(times) if name.endswith("cold") else p95(times)
    held = ("–", "") if bar is None else (f"{bar:g} s", verdict(slow <= bar))
    return name, f"{1000 * middle(times):.0f} ms", f"{1000 * slow:.0f} ms", *held


def looked(officer: Officer, options: Options) -> Found:
    """What this officer is shown of the last thirty days, through real pages."""
    options.say(f"{officer.post_id} looks")
    today = clock.today()
    month = periods.Period(date.fromordinal(today.toordinal() - 30), today)
    return look(officer, month, countywide.opener(officer))

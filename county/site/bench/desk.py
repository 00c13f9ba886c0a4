"""A desk with a million messages: queue, open thread, year report and search under twenty officers.

Twenty officers ask for a page a second each, as their open pages do when news comes; and without a
pause, which no desk does, to see how far the machine goes.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import quote

from county.dimensions.helpdesk.queries.matters import matters_for
from county.foundation.staff.models import Officer
from county.site.bench import ground
from county.site.bench.clients import Ask, Line, Waited, drive
from county.site.bench.filling import NEEDLE, fill, officers
from county.site.bench.report import Options, Report, middle, p95, verdict

SINGLY = 20
"""Requests that are measured one after another for the bars of a single page."""
WORDS = ("身份证", "安全账户", NEEDLE, "井", "海滨路17号")

Page = Callable[[int, int], str]
"""The address of the n-th request of a client; client -1 is the officer of the whole county."""
Row = tuple[str, str, str, str, str, str]


def run(options: Options) -> Report:
    """Every page with a bar: alone, and asked for by all officers at once."""
    clients, seconds = options.clients or 20, options.seconds or 15
    rows: list[Row] = []
    raw: dict[str, object] = {}
    with ground.server(fresh=options.fresh):
        fill(options.scale, options.say)
        people = officers()
        doors = [ground.enter(one.username) for one in people]
        chief = ground.enter(county_wide().username)
        pages = pages_of([*people, county_wide()])
        with ground.pages(options.web) as (_web, port):
            for name, (page, bar) in pages.items():
                options.say(name)
                alone = singly(port, page, chief)
                rows.append(line(name, "one of the whole county", alone, bar))
                raw[name] = alone.times
            alone = singly(port, pages["search"][0], doors[0])
            rows.append(line("search", "one of a single town", alone, 0.3))
            queue, mixed = pages["queue, 50 rows"][0], mix(pages)
            for name, page, pause in (
                ("queue, 50 rows", queue, 1.0),
                ("6 queue : 3 thread : 1 search", mixed, 1.0),
                ("queue, 50 rows", queue, 0.0),
            ):
                how = "a page a second each" if pause else "without a pause"
                options.say(f"{name}, {clients} officers, {how}")
                crowd = together(port, page, doors, clients=clients, seconds=seconds, pause=pause)
                who = f"{clients} officers, {how} ({crowd.done / seconds:.0f}/s)"
                rows.append(line(name, who, crowd, 0.3 if pause else None))
                raw[f"{name}, {how}"] = crowd.times
    return Report(
        f"The desk at scale {options.scale:g} (1: 100,000 matters and 1,000,000 messages)",
        ("page", "asked by", "median", "p95", "bar", ""),
        rows,
        [
            f"{options.web} web process(es)",
            ground.machine(),
        ],
        raw,
    )


def county_wide() -> Officer:
    """An officer of the whole county who may see the figures."""
    able = Officer.objects.filter(
        post__county_wide=True, post__permits__contains=["helpdesk.figures"], is_active=True
    )
    return able.select_related("post", "department").order_by("pk")[0]


def pages_of(people: list[Officer]) -> dict[str, tuple[Page, float]]:
    """The pages that have a bar (seconds); each officer opens matters of the own towns."""
    keys = [
        list(matters_for(one).order_by("-last_at").values_list("pk", flat=True)[:200])
        for one in people
    ]

    def thread(client: int, number: int) -> str:
        own = keys[client % (len(keys) - 1)] if client >= 0 else keys[-1]
        return f"/helpdesk/matters/{own[number * 7 % len(own)]}/"

    return {
        "queue, 50 rows": (lambda _client, _n: "/helpdesk/queues/unassigned/", 0.3),
        "open thread": (thread, 0.3),
        "year report": (lambda _client, _n: "/helpdesk/figures/?span=year", 2.0),
        "search": (lambda _client, n: f"/helpdesk/search/?q={quote(WORDS[n % len(WORDS)])}", 0.3),
    }


def mix(pages: dict[str, tuple[Page, float]]) -> Page:
    """What a desk asks for on a busy morning."""
    queue, thread, search = (pages[key][0] for key in ("queue, 50 rows", "open thread", "search"))
    turns = (queue, thread, queue, queue, thread, queue, search, queue, thread, queue)
    return lambda client, n: turns[(n + client) % 10](client, n)


def singly(port: int, page: Page, headers: dict[str, str]) -> Waited:
    """One request after another."""
    waited, wire = Waited(), Line(port)
    for number in range(SINGLY + 2):
        begun = time.perf_counter()
        status, body = wire.ask(Ask(page(-1, number), headers))
        if status != 200:
            raise RuntimeError(f"{status} {page(-1, number)} {body[:300]!r}")
        if number >= 2:
            waited.times.append(time.perf_counter() - begun)
    return waited


def together(
    port: int,
    page: Page,
    doors: list[dict[str, str]],
    *,
    clients: int,
    seconds: float,
    pause: float,
) -> Waited:
    """All officers at once."""

    def wanted(client: int, number: int) -> Ask:
        return Ask(page(client, number), doors[client % len(doors)])

    drive(port, wanted, clients=clients, seconds=2)
    waited = drive(port, wanted, clients=clients, seconds=seconds, pause=pause)
    if waited.failures:
        raise RuntimeError(waited.failures[0])
    return waited


def line(name: str, who: str, waited: Waited, bar: float | None) -> Row:
    """A row of the table; without a bar the figure only tells how far the machine goes."""
    found = p95(waited.times)
    told = ("–", "") if bar is None else (f"{1000 * bar:.0f} ms", verdict(found <= bar))
    return name, who, f"{1000 * middle(waited.times):.0f} ms", f"{1000 * found:.0f} ms", *told

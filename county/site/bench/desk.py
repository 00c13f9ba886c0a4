"""A desk with a million messages: queue, open thread, year report and search under twenty officers.

Twenty officers ask without pause, each for the next page as soon as the last one came.
"""

from __future__ import annotations

import random
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

Page = Callable[[int], str]
Row = tuple[str, str, str, str, str, str]


def run(options: Options) -> Report:
    """Every page with a bar: alone, and asked for by all officers at once."""
    clients, seconds = options.clients or 20, options.seconds or 15
    rows: list[Row] = []
    raw: dict[str, object] = {}
    with ground.server(fresh=options.fresh):
        fill(options.scale, options.say)
        doors = [ground.enter(one.username) for one in officers()]
        chief = ground.enter(county_wide().username)
        pages = pages_of(county_wide())
        with ground.pages(options.web) as (_web, port):
            for name, (page, bar) in pages.items():
                options.say(name)
                alone = singly(port, page, chief)
                rows.append(line(name, "one officer", alone, bar))
                raw[name] = alone.times
            queue, mixed = pages["queue, 50 rows"][0], mix(pages)
            for name, page in (("queue, 50 rows", queue), ("6 queue : 3 thread : 1 search", mixed)):
                options.say(f"{name}, {clients} at once")
                crowd = together(port, page, doors, clients, seconds)
                who = f"{clients} at once, {crowd.done / seconds:.0f}/s"
                rows.append(line(name, who, crowd, 0.3))
                raw[f"{name}, {clients} at once"] = crowd.times
    return Report(
        f"The desk at scale {options.scale:g} (1: 100,000 matters and 1,000,000 messages)",
        ("page", "asked by", "median", "p95", "bar", ""),
        rows,
        [
            (
                f"{options.web} web process(es); officers ask without a pause; single pages are an"
                " officer's of the whole county"
            ),
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


def pages_of(officer: Officer) -> dict[str, tuple[Page, float]]:
    """The pages that have a bar (seconds), each by the number of the request."""
    keys = list(matters_for(officer).order_by("-last_at").values_list("pk", flat=True)[:400])
    random.Random(1).shuffle(keys)  # noqa: S311 - nothing here is secret
    return {
        "queue, 50 rows": (lambda _n: "/helpdesk/queues/unassigned/", 0.3),
        "open thread": (lambda n: f"/helpdesk/matters/{keys[n % len(keys)]}/", 0.3),
        "year report": (lambda _n: "/helpdesk/figures/?span=year", 2.0),
        "search": (lambda n: f"/helpdesk/search/?q={quote(WORDS[n % len(WORDS)])}", 0.3),
    }


def mix(pages: dict[str, tuple[Page, float]]) -> Page:
    """What a desk asks for on a busy morning."""
    queue, thread, search = (pages[key][0] for key in ("queue, 50 rows", "open thread", "search"))
    turns = (queue, thread, queue, queue, thread, queue, search, queue, thread, queue)
    return lambda n: turns[n % 10](n)


def singly(port: int, page: Page, headers: dict[str, str]) -> Waited:
    """One request after another."""
    waited, wire = Waited(), Line(port)
    for number in range(SINGLY + 2):
        begun = time.perf_counter()
        status, body = wire.ask(Ask(page(number), headers))
        if status != 200:
            raise RuntimeError(f"{status} {page(number)} {body[:300]!r}")
        if number >= 2:
            waited.times.append(time.perf_counter() - begun)
    return waited


def together(
    port: int, page: Page, doors: list[dict[str, str]], clients: int, seconds: float
) -> Waited:
    """All officers at once."""

    def wanted(client: int, number: int) -> Ask:
        return Ask(page(number * clients + client), doors[client % len(doors)])

    drive(port, wanted, clients=clients, seconds=2)
    waited = drive(port, wanted, clients=clients, seconds=seconds)
    # A matter outside the officer's towns is rightly not found; anything else is a fault.
    if faults := [one for one in waited.failures if not one.startswith("404")]:
        raise RuntimeError(faults[0])
    return waited


def line(name: str, who: str, waited: Waited, bar: float) -> Row:
    """A row of the table."""
    found = p95(waited.times)
    return (
        name, who, f"{1000 * middle(waited.times):.0f} ms", f"{1000 * found:.0f} ms",
        f"{1000 * bar:.0f} ms", verdict(found <= bar),
    )  # fmt: skip

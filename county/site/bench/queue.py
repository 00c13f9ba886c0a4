"""The queue of 50 rows as an officer sees it, beside django-helpdesk's ticket list.

Its list arrives as a page without rows, which then asks for them: the bar is held against both
together, since an officer sees the queue only then; the page alone is told beside it.
"""

from __future__ import annotations

from collections.abc import Callable

from county.site.bench import ground, processes
from county.site.bench.clients import Ask, drive
from county.site.bench.filling import fill, officers
from county.site.bench.peers import helpdesk
from county.site.bench.report import Options, Report, middle, verdict

ROUNDS = 4
BAR = 4.0
Found = dict[str, list[dict[str, float]]]


def run(options: Options) -> Report:
    """Pages per CPU second, in turns."""
    turn = (options.seconds or 48) / ROUNDS / 3
    with ground.server(fresh=options.fresh):
        fill(0.02, options.say)
        door = ground.enter(officers()[0].username)
        with ground.pages() as (web, port), helpdesk(tickets=2000) as peer:
            turns = {
                "siwei, page with 50 rows": (web, port, Ask("/helpdesk/queues/closed/", door)),
                "django-helpdesk, page without rows": (peer.pid, peer.port, peer.page()),
                "django-helpdesk, its 50 rows": (peer.pid, peer.port, peer.rows()),
            }
            found = measure(turns, turn, options)
    return report(found)


def measure(turns: dict[str, tuple[int, int, Ask]], seconds: float, options: Options) -> Found:
    """Every turn in every round; what a page cost."""
    database, clients = ground.database_pid(), options.clients or 4
    found: Found = {name: [] for name in turns}
    for number in range(ROUNDS + 1):
        options.say(f"round {number} of {ROUNDS}" if number else "warming up")
        for name, (pid, port, ask) in turns.items():
            app, base = processes.cpu(pid), processes.cpu(database)
            waited = drive(port, same(ask), clients=clients, seconds=seconds if number else 2)
            if waited.failures:
                raise RuntimeError(waited.failures[0])
            app, base = processes.cpu(pid) - app, processes.cpu(database) - base
            if number:
                done = waited.done
                found[name].append(
                    {
                        "app_ms": 1000 * app / done,
                        "database_ms": 1000 * base / done,
                        "per_cpu_second": done / (app + base),
                        "bytes": waited.bytes / done,
                    }
                )
    return found


def same(ask: Ask) -> Callable[[int, int], Ask]:
    """The same request again and again."""
    return lambda _client, _number: ask


def report(found: Found) -> Report:
    """The medians of the rounds and the ratios."""
    medians = {
        name: {key: middle([one[key] for one in rounds]) for key in rounds[0]}
        for name, rounds in found.items()
    }
    ours, shell, rows = (one["per_cpu_second"] for one in medians.values())
    whole = 1 / (1 / shell + 1 / rows)
    held = verdict(ours / whole >= BAR)
    return Report(
        "The queue: 50 rows for an officer who is signed in",
        ("who", "CPU ms app", "CPU ms database", "per CPU second", "bytes"),
        [
            (
                name,
                f"{one['app_ms']:.2f}",
                f"{one['database_ms']:.2f}",
                f"{one['per_cpu_second']:.0f}",
                f"{one['bytes']:.0f}",
            )
            for name, one in medians.items()
        ],
        [
            f"{ours / whole:.1f} x its page with rows (bar {BAR:g}): {held}",
            f"{ours / shell:.1f} x its page alone, in which there is no row",
            f"medians of {ROUNDS} rounds in turns; {ground.machine()}",
        ],
        {"rounds": found, "times_peer": ours / shell, "times_peer_whole": ours / whole},
    )

"""How well 200 drawn chat screenshots are read: characters, speakers, seconds and memory."""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from county.design.mockups import looks
from county.design.mockups.judging import Marks, marks
from county.design.mockups.talks import WAYS, Picture, pictures, read_talks
from county.dimensions.fraud.queries import picture_reader
from county.site.bench import ground, processes
from county.site.bench.report import Options, Report, rank, verdict

COUNT = 200
SEED = 20_261
LEAST_FAMILIES = 3
CLEAN, PHOTOGRAPHED = "clean", "photographed"
BARS = {CLEAN: 0.02, PHOTOGRAPHED: 0.06}
SPEAKERS_BAR = 0.97
SECONDS_BAR = 2.5
NOTE = (
    "Characters: edits between what is said and the text of all turns, as a share of what is said;"
    " blanks and emoji are left out, full and half width are one sign. A title, time or name taken"
    " for a turn counts as edits, and so does a turn taken for none."
)


@dataclass
class Tally:
    """What was counted over some pictures."""

    marks: list[Marks] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    failed: int = 0

    @property
    def error(self) -> float:
        """Wrong characters as a share of those there are."""
        return sum(one.edits for one in self.marks) / max(1, sum(m.characters for m in self.marks))

    @property
    def right(self) -> float:
        """Turns with the right speaker as a share of those there are."""
        return sum(one.right for one in self.marks) / max(1, sum(one.turns for one in self.marks))


def run(options: Options) -> Report:
    """Each way of spoiling apart, then clean and photographed; p50 and p95 of one thread."""
    families = looks.present()
    if len(families) < LEAST_FAMILIES:
        raise RuntimeError(f"install fonts: {', '.join(looks.missing())}")
    talks = read_talks(settings.ROOT / "data" / "fraud" / "talks.txt")
    count = max(10, round(COUNT * options.scale))
    tallies = defaultdict[str, Tally](Tally)
    with picture_reader() as read:
        for number, picture in enumerate(pictures(talks, families, count, seed=SEED)):
            if number % 20 == 0:
                options.say(f"{number} of {count}")
            judge(read, picture, tallies)
        readers = processes.family(os.getpid())[1:]
        peak = max(processes.peak_of(pid) for pid in readers)
        spent = sum(processes.cpu(pid) for pid in readers) / count
    return report(tallies, families, peak, spent)


def judge(
    read: Callable[[bytes], list[tuple[str, str]]], picture: Picture, tallies: dict[str, Tally]
) -> None:
    """Read one picture and count it under every heading it belongs to."""
    kind = PHOTOGRAPHED if picture.way == PHOTOGRAPHED else CLEAN
    began = time.monotonic()
    lines = read(picture.data)
    took, found = time.monotonic() - began, marks(picture.turns, lines)
    for name in dict.fromkeys((kind, picture.way, picture.look, picture.family, "all")):
        tallies[name].marks.append(found)
        tallies[name].seconds.append(took)
        tallies[name].failed += not lines


def row(name: str, tally: Tally) -> tuple[str, ...]:
    """One heading of the table."""
    return (
        name,
        f"{len(tally.marks)}",
        f"{tally.error:.2%}",
        f"{tally.right:.2%}",
        f"{rank(tally.seconds, 0.5):.2f}",
        f"{rank(tally.seconds, 0.95):.2f}",
        f"{tally.failed}",
    )


def report(tallies: dict[str, Tally], families: Sequence[str], peak: int, spent: float) -> Report:
    """The table, the bars, and what is left out."""
    whole = tallies["all"]
    held = [
        f"characters wrong, {kind}: {tallies[kind].error:.2%} (bar {bar:.0%}):"
        f" {verdict(tallies[kind].error <= bar)}"
        for kind, bar in BARS.items()
    ]
    slow = rank(whole.seconds, 0.95)
    missing = ", ".join(looks.missing()) or "none"
    return Report(
        "Drawn chat screenshots, read by the reader of pictures",
        ("pictures", "number", "characters wrong", "speaker right", "p50 s", "p95 s", "unread"),
        [row(name, tallies[name]) for name in sorted(tallies, key=order)],
        [
            *held,
            (
                f"speaker right: {whole.right:.2%} of {sum(one.turns for one in whole.marks)} turns"
                f" (bar {SPEAKERS_BAR:.0%}): {verdict(whole.right >= SPEAKERS_BAR)}"
            ),
            (
                f"p95 {slow:.2f} s a picture, one thread (bar {SECONDS_BAR:g} s):"
                f" {verdict(slow <= SECONDS_BAR)}; {spent:.2f} s of CPU; peak memory"
                f" {peak / 1e6:.0f} MB"
            ),
            NOTE,
            f"fonts: {', '.join(families)}; not installed: {missing}",
            ground.machine(),
        ],
        {name: vars(tally) for name, tally in tallies.items()} | {"peak": peak, "cpu": spent},
    )


def order(name: str) -> tuple[int, str]:
    """The headings that bars are held against first."""
    first = ("all", CLEAN, PHOTOGRAPHED, *dict.fromkeys(WAYS))
    return (first.index(name) if name in first else len(first), name)

"""Written talks, and the many pictures made of them."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from county.design.mockups import camera
from county.design.mockups.chats import Chat, Screen, Turn, chat
from county.design.mockups.looks import LOOKS

SPEAKERS = {"对": "other", "我": "self"}
WIDTHS = (720, 1080, 1080, 1170, 1284)
NAMES = ("", "", "李总", "小雅-客服", "阿强")
WAYS = ("plain", "cropped", "recompressed", "photographed", "photographed")
"""What happens to the pictures, in turns."""


@dataclass(frozen=True)
class Talk:
    """A title, a time and who says what."""

    title: str
    stamp: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Picture:
    """A picture as it arrives, what is said in it, and how it was made."""

    data: bytes
    turns: Sequence[Turn]
    way: str
    look: str
    family: str


def read_talks(file: Path) -> list[Talk]:
    """The talks of a file: `@@ title | time`, then lines such as `对: …` and `我: …`."""
    talks: list[Talk] = []
    turns: list[Turn] = []
    for line in file.read_text(encoding="utf-8").splitlines():
        speaker, colon, text = line.partition(": ")
        if line.startswith("@@"):
            title, _bar, stamp = line[2:].partition("|")
            turns = []
            talks.append(Talk(title.strip(), stamp.strip(), ()))
        elif colon and speaker in SPEAKERS and talks:
            turns.append((SPEAKERS[speaker], text))
            talks[-1] = Talk(talks[-1].title, talks[-1].stamp, tuple(turns))
    return talks


def _spoiled(drawn: Chat, way: str, rng: random.Random) -> tuple[bytes, Sequence[Turn]]:
    """The picture as this way makes it, and what is then to be read in it."""
    if way == "photographed":
        return camera.photographed(drawn.image, rng), drawn.turns
    if way == "recompressed":
        return camera.jpeg(drawn.image, rng.randint(30, 60)), drawn.turns
    if way == "cropped":
        part = camera.cropped(drawn, rng)
        return camera.jpeg(part.image, 85), part.turns
    return camera.png(drawn.image), drawn.turns


def pictures(
    talks: Sequence[Talk], families: Sequence[str], count: int, *, seed: int
) -> Iterator[Picture]:
    """That many pictures: every talk, look, family and way in turns, the rest by chance."""
    rng = random.Random(seed)  # noqa: S311 - pictures, not secrets
    looks = [*LOOKS]
    for number in range(count):
        if number % len(looks) == 0:
            rng.shuffle(looks)
        talk, look = talks[number % len(talks)], looks[number % len(looks)]
        way, family = WAYS[number % len(WAYS)], families[(number // len(WAYS)) % len(families)]
        screen = Screen(look, family, rng.choice(WIDTHS), rng.choice((1.0, 1.0, 0.9, 1.3)))
        tall = rng.uniform(1.9, 2.2) if way == "photographed" or rng.random() < 0.5 else 0.0
        drawn = chat(
            screen, talk.turns, title=talk.title, stamp=talk.stamp,
            clock=f"{rng.randint(7, 23)}:{rng.randint(10, 59)}", name=rng.choice(NAMES), tall=tall,
        )  # fmt: skip
        data, turns = _spoiled(drawn, way, rng)
        yield Picture(data, turns, way, look.name, family)

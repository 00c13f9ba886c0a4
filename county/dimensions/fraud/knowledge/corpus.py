"""Reads the corpus, and proves that what is measured was not trained on."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from county.dimensions.fraud.knowledge.labelled import INTENTS
from county.dimensions.fraud.knowledge.normalise import normalise
from county.dimensions.fraud.knowledge.reading import CATEGORIES, NORMAL, Turn

NEAR = 0.6
"""Jaccard index of character 3-grams from which two texts are one."""
GRAM = 3
FAMILY = re.compile(r"^@@ (?P<category>\S+) \| (?P<family>[^|]+?)(?: \| (?P<intent>\w+))?$")
SECTION = re.compile(r"^= (?P<intent>\w+)$")
SPEAKERS = {"对": "other", "我": "self"}


class BadCorpusError(ValueError):
    """A line of the corpus that cannot be understood: file, number, what is wrong."""


@dataclass(frozen=True, slots=True)
class Item:
    """A labelled message. `category` is what it is about, also for warnings and ordinary ones."""

    text: str
    intent: str
    category: str
    family: str


@dataclass(frozen=True, slots=True)
class Talk:
    """A labelled conversation, as the person who sends it in sees it."""

    turns: tuple[Turn, ...]
    intent: str
    category: str
    family: str

    @property
    def text(self) -> str:
        """What both said, a turn a line."""
        return "\n".join(turn.text for turn in self.turns)


def _bad(path: Path, number: int, why: str) -> BadCorpusError:
    return BadCorpusError(f"{path.name}:{number}: {why}")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        yield number, line.rstrip()


def _family(path: Path, number: int, line: str) -> tuple[str, str, str]:
    match = FAMILY.match(line)
    if match is None or match["category"] not in (*CATEGORIES, NORMAL):
        raise _bad(path, number, "a family is '@@ category | family', the category one of ours")
    intent = match["intent"] or ""
    if intent and intent not in INTENTS:
        raise _bad(path, number, f"no such intent: {intent}")
    return match["category"], match["family"].strip(), intent


def items(folder: Path) -> list[Item]:
    """Every message below a folder; raises BadCorpusError.

    A file is families (`@@ category | family`), each with sections (`= intent`), each with one
    message a line; a message's own line breaks are written as `\\n`.
    """
    found: list[Item] = []
    for path in sorted(folder.glob("messages*.txt")):
        category = family = intent = ""
        for number, line in _lines(path):
            if line.startswith("@@"):
                category, family, intent = _family(path, number, line)
            elif line.startswith("= "):
                match = SECTION.match(line)
                if match is None or match["intent"] not in INTENTS:
                    raise _bad(path, number, "a section is '= ' and an intent")
                intent = match["intent"]
            elif line.strip():
                if not (family and intent):
                    raise _bad(path, number, "a message before its family and its intent")
                found.append(Item(line.replace("\\n", "\n").strip(), intent, category, family))
    return found


def talks(folder: Path) -> list[Talk]:
    """Every conversation below a folder; raises BadCorpusError.

    A file is conversations parted by blank lines: `@@ category | family | intent`, then turns,
    `对: ` for the other side and `我: ` for who sends it in.
    """
    found: list[Talk] = []
    for path in sorted(folder.glob("threads*.txt")):
        head: tuple[str, str, str] | None = None
        turns: list[Turn] = []
        for number, line in [*_lines(path), (0, "")]:
            if not line.strip() or line.startswith("@@"):
                if head is not None and turns:
                    found.append(Talk(tuple(turns), head[2], head[0], head[1]))
                turns = []
                head = _family(path, number, line) if line.startswith("@@") else head
                continue
            turns.append(_turn(path, number, line))
    return found


def labelled(file: Path) -> list[Item]:
    """What officers decided, from JSON lines of text, intent and category; each its own family."""
    rows = (json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line)
    return [
        Item(row["text"], row["intent"], row["category"], f"officers {number}")
        for number, row in enumerate(rows)
    ]


def _turn(path: Path, number: int, line: str) -> Turn:
    who, _colon, text = line.replace("：", ":", 1).partition(":")
    if who not in SPEAKERS or not text.strip():
        raise _bad(path, number, "a turn is '对: …' or '我: …'")
    return Turn(SPEAKERS[who], text.strip().replace("\\n", "\n"))


def grams(text: str) -> frozenset[str]:
    """The character 3-grams of a normalised text; of a shorter one, itself."""
    plain = normalise(text).text
    return frozenset(plain[i : i + GRAM] for i in range(max(1, len(plain) - GRAM + 1)))


def near(known: Sequence[str], new: Iterable[str], *, least: float = NEAR) -> list[tuple[str, str]]:
    """The pairs (known text, new text) that share at least `least` of their 3-grams."""
    sets = [grams(text) for text in known]
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, one in enumerate(sets):
        for gram in one:
            places[gram].append(index)
    pairs: list[tuple[str, str]] = []
    for text in new:
        mine = grams(text)
        shared = Counter(index for gram in mine for index in places.get(gram, ()))
        pairs += [
            (known[index], text)
            for index, count in shared.items()
            if count >= least * (len(mine) + len(sets[index]) - count)
        ]
    return pairs

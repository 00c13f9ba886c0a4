"""Words of danger to life; they raise priority and decide nothing else."""

from __future__ import annotations

import re
import tomllib
from functools import cache

from county.dimensions.fraud.knowledge.signals import PATTERNS, expand
from county.dimensions.fraud.knowledge.weighing import sentence_of

KINDS = ("self_harm", "violence", "trapped")


@cache
def _forms() -> tuple[dict[str, re.Pattern[str]], re.Pattern[str], re.Pattern[str]]:
    raw = tomllib.loads((PATTERNS / "danger.toml").read_text(encoding="utf-8"))
    kinds = {
        kind: re.compile("|".join(f"(?:{expand(one)})" for one in raw[kind])) for kind in KINDS
    }
    about = re.compile("|".join(raw["only_spoken_of"]))
    told = re.compile("|".join(raw["told"]))
    return kinds, about, told


def heard(text: str) -> str:
    """The first kind of danger in normalised text: self_harm, violence, trapped or nothing.

    News, lessons, stories and figures of speech are no danger; in doubt it is one.
    """
    kinds, about, told = _forms()
    if told.search(text):
        return ""
    for kind in KINDS:
        for match in kinds[kind].finditer(text):
            start, end = sentence_of(text, match.start())
            if not about.search(text, start, end):
                return kind
    return ""

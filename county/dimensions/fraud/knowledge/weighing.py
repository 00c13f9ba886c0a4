"""From signals found to a judgement: which are meant, which are only quoted, what they sum to."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from county.dimensions.fraud.knowledge.signals import Combination, Hit, together

START = -2.1  # what a text without any sign weighs (log odds)
OTHERS_COUNT = 0.3  # how much the signs of other categories than the best add
AGAIN_COUNTS = 0.3  # how much another wording of a sign adds
SELF_COUNTS = 0.4  # in a conversation, words of the sender
SCAM_AT = 0.0  # log odds from which a text is called a scam
UNSURE_AT = -0.85  # and from which a human is asked (0.30)
INTENT_AT = 1.0

SENTENCE_END = re.compile(r"[。!?;\n]")
NEGATED = re.compile(
    r"(?:不要|不用|不必|不需要|无需|不会|绝不|从不|不得|不能|不可|不轻信|不点|切勿|切忌|请勿|勿|莫|别|"
    r"拒绝|谨防|警惕|当心|严禁|禁止|远离|防止|防范|杜绝|不随意|不随便|抵制|没有|没让|没叫)[^,。!?;\n]{0,8}$"
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the signs of one text weigh."""

    odds: float
    scam: float
    by_category: dict[str, float]
    roles: dict[str, float]
    meant: tuple[Hit, ...]
    quoted: tuple[Hit, ...]
    combined: tuple[Combination, ...] = field(default=())

    def role(self, name: str) -> float:
        """The weight of the signs of one role."""
        return self.roles.get(name, 0.0)

    def best(self) -> tuple[str, float, float]:
        """The best category, its weight and the weight of the next one."""
        ranked = sorted(self.by_category.items(), key=lambda item: -item[1])
        if not ranked or ranked[0][1] <= 0:
            return ("", 0.0, 0.0)
        return (ranked[0][0], ranked[0][1], ranked[1][1] if len(ranked) > 1 else 0.0)


SIGNS = ("scam", "legitimate", "warning", "victim", "question", "told")


def signs(weights: Weights) -> list[float]:
    """What the patterns say, as numbers from -1 to 1 for the blend with the trained readers."""
    rows = [weights.odds, *(weights.role(role) for role in SIGNS), float(len(weights.quoted))]
    return [math.tanh(row / 3) for row in rows]


def logistic(odds: float) -> float:
    """Log odds as a probability."""
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, odds))))


def sentence_of(text: str, position: int) -> tuple[int, int]:
    """The bounds of the sentence around a position."""
    start = 0
    for match in SENTENCE_END.finditer(text, 0, position):
        start = match.end()
    after = SENTENCE_END.search(text, position)
    return (start, after.start() if after else len(text))


def _quoted(text: str, hits: Sequence[Hit]) -> set[int]:
    """Which hits are only spoken of: negated, or in a sentence that warns."""
    warned = [sentence_of(text, hit.start) for hit in hits if hit.signal.role == "warning"]
    quoted: set[int] = set()
    for index, hit in enumerate(hits):
        if hit.signal.role != "scam":
            continue
        inside = any(start <= hit.start < end for start, end in warned)
        if inside or NEGATED.search(text, max(0, hit.start - 14), hit.start):
            quoted.add(index)
    return quoted


def _sums(
    text: str, hits: Sequence[Hit], factor: Callable[[Hit], float]
) -> tuple[float, dict[str, float], dict[str, float], dict[str, float]]:
    """Shared weight, weight and topic by category, and weight by role.

    Each signal counts once, and a little more for each other wording of it in the text.
    """
    best: dict[str, tuple[float, Hit]] = {}
    wordings: dict[str, set[str]] = {}
    for hit in hits:
        name, value = hit.signal.name, factor(hit)
        wordings.setdefault(name, set()).add(text[hit.start : hit.end])
        if name not in best or value > best[name][0]:
            best[name] = (value, hit)
    for name, (value, hit) in best.items():
        best[name] = (value * (1 + AGAIN_COUNTS * (len(wordings[name]) - 1)), hit)
    shared = 0.0
    weight: dict[str, float] = {}
    topic: dict[str, float] = {}
    roles: dict[str, float] = {}
    for value, hit in best.values():
        signal = hit.signal
        roles[signal.role] = roles.get(signal.role, 0.0) + signal.weight * value
        if signal.category:
            topic[signal.category] = topic.get(signal.category, 0.0) + signal.topic * value
        if signal.role == "scam" and signal.category:
            weight[signal.category] = weight.get(signal.category, 0.0) + signal.weight * value
        elif signal.role == "scam":
            shared += signal.weight * value
    return shared, weight, topic, roles


def weigh(text: str, hits: Sequence[Hit], factor: Callable[[Hit], float] | None = None) -> Weights:
    """What the hits in a normalised text sum to; `factor` weakens hits (0..1)."""
    count = factor or (lambda _hit: 1.0)
    away = _quoted(text, hits)
    meant = [hit for index, hit in enumerate(hits) if index not in away]
    shared, weight, topic, roles = _sums(text, meant, count)
    strongest: dict[str, float] = {}
    for hit in meant:
        strongest[hit.signal.name] = max(strongest.get(hit.signal.name, 0.0), count(hit))
    combined = together(strongest)
    for one in combined:
        share = min(max(strongest.get(name, 0.0) for name in need) for need in one.needs)
        if one.category:
            weight[one.category] = weight.get(one.category, 0.0) + one.weight * share
            topic[one.category] = topic.get(one.category, 0.0) + one.topic * share
        else:
            shared += one.weight * share
    for index in away:
        signal = hits[index].signal
        if signal.category:
            topic[signal.category] = topic.get(signal.category, 0.0) + signal.topic * 0.5
    top = max(weight.values(), default=0.0)
    rest = sum(value for value in weight.values() if value > 0) - max(top, 0.0)
    scam = shared + max(top, 0.0) + OTHERS_COUNT * rest
    return Weights(
        odds=START + scam - roles.get("legitimate", 0.0),
        scam=scam,
        by_category=topic,
        roles=roles,
        meant=tuple(meant),
        quoted=tuple(hits[index] for index in sorted(away)),
        combined=tuple(combined),
    )

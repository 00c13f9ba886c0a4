"""The model's card: version, date, data, figures, limits; and whether one reads worse."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from county.dimensions.fraud.knowledge.card import CARD
from county.dimensions.fraud.knowledge.evaluation import Figures
from county.dimensions.fraud.knowledge.labelled import INTENTS

SLACK = 0.005
"""How far a figure may fall by luck before a model is worse."""
HIGHER = ("recall_at_most", "auc", "category_f1", "intent_f1", "victims_told")
LOWER = ("warnings_flagged", "calibration_error")
LIMITS = {
    "limits": (
        "Language models wrote what it learnt from and is measured on: no real message.",
        "No officer has reviewed the labels.",
        "The type of fraud is named right only half of the time when the scenario is new.",
        "Chinese first: English, Cantonese and written dialects are barely covered.",
        "The beginning of a scam, which names neither money nor an act, is often missed.",
        "It speaks of texts, never of people, and decides nothing: officers confirm or dismiss.",
    ),
    "limits_zh": (
        "训练和测评用的消息都由语言模型编写，还没有读过真实消息。",
        "标注未经民警复核。",
        "遇到新的场景，诈骗类型只有一半说得准。",
        "以中文为主，英文、粤语和方言书写覆盖很少。",
        "诈骗刚开头、既没提钱也没提要做什么的话，常常认不出。",
        "只对文字作判断，不对人作判断，也不作任何决定：由民警确认或排除。",
    ),
}


def write(folder: Path, intents: Sequence[int], families: int, figures: Figures) -> None:
    """Write the card of a model that has just been trained."""
    today = date.today()  # noqa: DTZ011 (the day on which it was trained, where it was trained)
    counts = Counter(INTENTS[one] for one in intents)
    lines = [
        f'version = "{today:%Y.%m.%d}"',
        f"trained_at = {today:%Y-%m-%d}",
        f"examples = {len(intents)}",
        f"families = {families}",
        *(
            line
            for name, limits in LIMITS.items()
            for line in (f"{name} = [", *(f'  "{one}",' for one in limits), "]")
        ),
        "",
        "[by_intent]",
        *(f"{name} = {counts[name]}" for name in INTENTS),
        "",
        "[figures]",
        "# on the frozen part of the corpus",
        f"messages = {figures.messages}",
        f"recall = {figures.recall:.4f}",
        f"false_alarms = {figures.false_alarms:.4f}",
        *(f"{name} = {getattr(figures, name):.4f}" for name in (*HIGHER, *LOWER)),
    ]
    (folder / CARD.name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def worse(present: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """In which figures the new model is worse than the present one, in words."""
    old, now = present.get("figures", {}), new["figures"]
    lines = [
        f"{name} {old[name]:.3f} → {now[name]:.3f}"
        for name in HIGHER
        if name in old and now[name] < old[name] - SLACK
    ]
    lines += [
        f"{name} {old[name]:.3f} → {now[name]:.3f}"
        for name in LOWER
        if name in old and now[name] > old[name] + SLACK
    ]
    return lines

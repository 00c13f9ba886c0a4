"""The model's card: version, date, data, figures, limits; and whether one reads worse."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from county.dimensions.fraud.knowledge.evaluation import Figures
from county.dimensions.fraud.knowledge.model import INTENTS

FILE = "card.toml"
SLACK = 0.005
"""How far a figure may fall by luck before a model is worse."""
HIGHER = ("recall_at_most", "auc", "category_f1", "intent_f1", "victims_told")
LOWER = ("warnings_flagged", "calibration_error")
LIMITS = (
    "One author wrote the corpus and the frozen part, in two sittings; no officer has reviewed it.",
    "Chinese first; other languages, Cantonese and Wu in writing are barely covered.",
    "A text that names neither money nor an act, at the very beginning of a scam, is often missed.",
    "It speaks of texts, never of people, and decides nothing: officers confirm or dismiss.",
)


def write(folder: Path, intents: Sequence[int], families: int, figures: Figures) -> None:
    """Write the card of a model that has just been trained."""
    today = date.today()  # noqa: DTZ011 (the day on which it was trained, where it was trained)
    counts = Counter(INTENTS[one] for one in intents)
    lines = [
        f'version = "{today:%Y.%m.%d}"',
        f"trained_at = {today:%Y-%m-%d}",
        f"examples = {len(intents)}",
        f"families = {families}",
        "limits = [",
        *(f'  "{line}",' for line in LIMITS),
        "]",
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
    (folder / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")


def read(folder: Path) -> dict[str, Any]:
    """The card of the model in a folder; empty where there is none."""
    file = folder / FILE
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


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

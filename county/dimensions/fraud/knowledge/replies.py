"""What the office says and asks: the sentence on an alert, first replies, next questions."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from functools import cache
from typing import Any

from county.dimensions.fraud.knowledge.signals import PATTERNS

OTHER = "其他"


@cache
def _rows() -> dict[str, Any]:
    return tomllib.loads((PATTERNS / "replies.toml").read_text(encoding="utf-8"))


def _row(category: str) -> dict[str, Any]:
    rows: dict[str, dict[str, Any]] = _rows()["category"]
    return rows.get(category, rows[OTHER])


def first(category: str) -> tuple[str, str]:
    """The first reply to somebody who may be in the hands of scammers, in Chinese and English."""
    row = _row(category)
    return row["reply_zh"], row["reply_en"]


def questions(category: str) -> list[tuple[str, str]]:
    """What to ask next: the category's own questions, then those for every case."""
    rows = _row(category).get("ask", []) + _rows()["always"]["ask"]
    return [(zh, en) for zh, en in rows]


def english(category: str) -> str:
    """The category's English name."""
    name: str = _row(category)["en"]
    return name


def sentence(
    intent: str,
    category: str,
    reasons_zh: Sequence[str],
    reasons_en: Sequence[str],
    *,
    is_scam: bool,
    abstain: bool,
) -> tuple[str, str]:
    """One sentence for an officer, in Chinese and English: what it looks like, and why."""
    if not (is_scam or abstain):
        row = _rows()["intent"].get(intent, _rows()["intent"]["ordinary"])
        return row["zh"], row["en"]
    kind = "unsure" if abstain else "victim" if intent == "victim" else "scam"
    row = _rows()["opening"][kind]
    zh, en = f"{row['zh']}{category}", f"{row['en']}{english(category)}"
    if reasons_zh:
        zh, en = f"{zh}：{'；'.join(reasons_zh)}", f"{en}: {'; '.join(reasons_en)}"
    return f"{zh}。", f"{en}."

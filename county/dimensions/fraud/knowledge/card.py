"""The card of the trained model: which version, made when, from what, how good, where it fails."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CARD = Path(__file__).parent / "model" / "card.toml"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on the card; `figures` are names and values as they were measured."""

    version: str
    trained_at: str
    examples: str
    figures: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]


def card(file: Path = CARD) -> Card | None:
    """The card, if a model was trained; None where patterns work alone or nobody can read it."""
    try:
        told = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return None
    figures = told.get("figures", {})
    limits = told.get("limits", [])
    return Card(
        version=str(told.get("version", "")),
        trained_at=str(told.get("trained_at", "")),
        examples=_said(told.get("examples", "")),
        figures=tuple(_rows(figures)) if isinstance(figures, dict) else (),
        limits=tuple(map(str, limits)) if isinstance(limits, list) else (str(limits),),
    )


def _rows(figures: dict[str, Any], above: str = "") -> list[tuple[str, str]]:
    """The figures in their order, those of a table under its name."""
    rows: list[tuple[str, str]] = []
    for name, value in figures.items():
        title = f"{above} · {name}" if above else str(name)
        rows += _rows(value, title) if isinstance(value, dict) else [(title, _said(value))]
    return rows


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return " · ".join(f"{name} {_said(one)}" for name, one in value.items())
    return f"{value:.4g}" if isinstance(value, float) else str(value)

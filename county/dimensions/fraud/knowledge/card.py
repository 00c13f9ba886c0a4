"""The card of the trained model: which version, made when, from what, how good, where it fails."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "model"
CARD = FOLDER / "card.toml"


@dataclass(frozen=True, slots=True)
class Card:
    """What stands on the card; `figures` are names and values as they were measured."""

    version: str
    trained_at: str
    examples: str
    figures: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]
    limits_zh: tuple[str, ...]


def card(file: Path = CARD) -> Card | None:
    """The card, if a model was trained; None where patterns work alone or nobody can read it."""
    told = raw(file)
    if not told:
        return None
    figures = told.get("figures", {})
    return Card(
        version=str(told.get("version", "")),
        trained_at=str(told.get("trained_at", "")),
        examples=_said(told.get("examples", "")),
        figures=tuple(_rows(figures)) if isinstance(figures, dict) else (),
        limits=_lines(told.get("limits", [])),
        limits_zh=_lines(told.get("limits_zh", [])),
    )


def raw(file: Path = CARD) -> dict[str, Any]:
    """Everything that stands on the card; empty where there is none, or nobody can read it."""
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return {}


def _lines(told: Any) -> tuple[str, ...]:
    return tuple(map(str, told)) if isinstance(told, list) else (str(told),)


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

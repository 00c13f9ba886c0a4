"""Lets a new model take the present one's place, unless it reads worse."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from county.dimensions.fraud.knowledge.card import CARD, raw
from county.dimensions.fraud.knowledge.training.card import worse


def ship(made: Path, place: Path, *, told: Callable[[str], object], anyway: bool = False) -> bool:
    """Put the new files where the old ones are; False, and why, if they read worse."""
    lost = worse(raw(place / CARD.name), raw(made / CARD.name))
    for line in lost:
        told(f"worse: {line}")
    if lost and not anyway:
        told("The present model stays.")
        return False
    place.mkdir(parents=True, exist_ok=True)
    for file in made.iterdir():
        shutil.copy(file, place / file.name)
    told("The new model is in place.")
    return True

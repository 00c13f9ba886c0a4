"""Read an environment variable, or refuse to start."""

from __future__ import annotations

import os
from pathlib import Path as _Path


def text(name: str, default: str, meaning: str) -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool, meaning: str) -> bool:  # noqa: FBT001
    return os.environ.get(name, str(default)).lower() in ("1", "true", "yes")


def integer(name: str, default: int, meaning: str) -> int:
    return int(os.environ.get(name, default))


def path(name: str, default: _Path, meaning: str) -> _Path:
    return _Path(os.environ.get(name, default))


def choice(name: str, default: str, meaning: str, options: tuple[str, ...]) -> str:
    return os.environ.get(name, default)

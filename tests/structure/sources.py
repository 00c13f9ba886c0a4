"""The files that people write: what structure tests read."""

import os
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT: Path = settings.ROOT
PLACES = ("county", "tests", "ui", "tools", "docs", "ops", "data", "benchmarks", ".ci")
BUILT = {"node_modules", "built", "__pycache__"}
BINARY = {
    ".mo",
    ".docx",
    ".png",
    ".jpg",
    ".jpeg",
    ".webp",
    ".heic",
    ".pdf",
    ".ico",
    ".woff2",
    ".gz",
    ".onnx",
    ".npz",
}


@cache
def everything() -> tuple[Path, ...]:
    """Every text of the repository but what is built, as a path from its top."""
    private = {".git", ".env"}
    found = [file for file in ROOT.iterdir() if file.is_file() and file.name not in private]
    for place in PLACES:
        for folder, folders, names in os.walk(ROOT / place):
            folders[:] = [name for name in folders if name not in BUILT]
            found += [Path(folder) / name for name in names]
    return tuple(sorted(f.relative_to(ROOT) for f in found if f.suffix not in BINARY))


def written_by_hand(*kinds: str) -> list[Path]:
    """The files of these kinds, without migrations and generated pages."""
    made = {"migrations", "generated"}
    return [f for f in everything() if f.suffix in kinds and not made & set(f.parts)]


def text(file: Path) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def lines(file: Path) -> int:
    return len(text(file).splitlines())

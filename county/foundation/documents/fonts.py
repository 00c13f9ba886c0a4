"""Which fonts papers are set in: the official ones where the office has them, else their kin."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from county.foundation.documents import pressing

OFFICIAL = {
    "xiaobiaosong": (
        "FZXiaoBiaoSong-B05S", "方正小标宋简体", "FZXiaoBiaoSong-B05", "方正小标宋_GBK",
    ),
    "fangsong": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋"),
    "heiti": ("SimHei", "黑体"),
    "kaiti": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体"),
    "songti": ("SimSun", "宋体"),
}  # fmt: skip
"""The five faces of a paper by the names their files bear; the first found is used."""
KIN = {
    "xiaobiaosong": ("FandolSong", "Noto Serif CJK SC"),
    "fangsong": ("FandolFang R", "Noto Serif CJK SC"),
    "heiti": ("FandolHei", "Noto Sans CJK SC"),
    "kaiti": ("FandolKai", "Noto Serif CJK SC"),
    "songti": ("FandolSong", "Noto Serif CJK SC"),
}
"""Free fonts of the same style, which set-up fetches (tools/fonts)."""
RARE = ("Noto Serif CJK SC", "Noto Sans CJK SC")
"""For signs the others lack: names and places with rare characters."""
WORD = {
    "xiaobiaosong": "方正小标宋简体", "fangsong": "仿宋_GB2312", "heiti": "黑体",
    "kaiti": "楷体_GB2312", "songti": "宋体",
}  # fmt: skip
"""What a DOCX calls them: the office's own Word has them, another finds the nearest."""
FETCHED = Path(sys.prefix) / "share" / "fonts"
SYSTEM = (Path("/usr/share/fonts/opentype/noto"),)


@dataclass(frozen=True, slots=True)
class Faces:
    """The families each face is set in, first choice first, and where their files lie."""

    folders: tuple[str, ...]
    chains: dict[str, list[str]]
    stand_ins: dict[str, str]
    """The official faces that are missing, by what is used in their stead; '' is nothing."""


def faces() -> Faces:
    """What this machine has now; a font put into the folder counts from the next paper on."""
    places = [Path(settings.SIWEI_FONTS)] if settings.SIWEI_FONTS else []
    folders = [place for place in (*places, FETCHED, *SYSTEM) if place.is_dir()]
    return _faces(tuple((str(one), one.stat().st_mtime_ns) for one in folders))


@lru_cache(maxsize=4)
def _faces(folders: tuple[tuple[str, int], ...]) -> Faces:
    paths = tuple(path for path, _changed in folders)
    there = set(pressing.fonts(list(paths)).families()) if paths else set()
    chains = {
        face: [
            name for name in dict.fromkeys((*OFFICIAL[face], *KIN[face], *RARE)) if name in there
        ]
        for face in OFFICIAL
    }
    stand_ins = {
        WORD[face]: (chain[0] if chain else "")
        for face, chain in chains.items()
        if not chain or chain[0] not in OFFICIAL[face]
    }
    return Faces(paths, chains, stand_ins)

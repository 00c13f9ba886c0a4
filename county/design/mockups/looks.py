"""How chats of three kinds look, in light and dark, and the fonts they may be drawn in."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from PIL import ImageFont

FAMILIES = (
    ("Noto Sans CJK SC", "fonts-noto-cjk"),
    ("Noto Serif CJK SC", "fonts-noto-cjk"),
    ("WenQuanYi Zen Hei", "fonts-wqy-zenhei"),
    ("WenQuanYi Micro Hei", "fonts-wqy-microhei"),
    ("AR PL UKai CN", "fonts-arphic-ukai"),
)
"""Families of Chinese fonts, and the Debian package that brings each."""
EMOJI = ("Noto Color Emoji", "fonts-noto-color-emoji")
EMOJI_SIZE = 109  # the one size in which that font holds its pictures


@dataclass(frozen=True)
class Look:
    """The colours and shapes of one kind of chat; sizes as parts of the screen's
    width, `roundness` of an avatar as a part of itself."""

    name: str
    page: str
    bar: str
    other: str
    mine: str
    ink: str
    mine_ink: str
    grey: str
    avatar: float
    roundness: float
    radius: float
    margin: float
    hint: str


LOOKS = (
    Look("wechat", "#EDEDED", "#EDEDED", "#FFFFFF", "#95EC69", "#111111", "#111111", "#9A9A9A",
         0.107, 0.1, 0.012, 0.032, "按住 说话"),
    Look("wechat dark", "#111111", "#111111", "#2C2C2C", "#3EB575", "#D5D5D5", "#0A1F13", "#6B6B6B",
         0.107, 0.1, 0.012, 0.032, "按住 说话"),
    Look("qq", "#F1F2F6", "#F8F9FC", "#FFFFFF", "#0099FF", "#03081A", "#FFFFFF", "#999FAA",
         0.107, 0.5, 0.034, 0.034, ""),
    Look("qq dark", "#0B0B0D", "#141416", "#262729", "#0066CC", "#E2E3E6", "#F4F6FA", "#75787F",
         0.107, 0.5, 0.034, 0.034, ""),
    Look("sms", "#FFFFFF", "#F6F6F6", "#E9E9EB", "#34C759", "#000000", "#FFFFFF", "#8E8E93",
         0.0, 0.5, 0.046, 0.042, "短信/彩信"),
    Look("sms dark", "#000000", "#161616", "#262628", "#2FB350", "#FFFFFF", "#FFFFFF", "#8D8D93",
         0.0, 0.5, 0.046, 0.042, "短信/彩信"),
)  # fmt: skip
BY_NAME = {look.name: look for look in LOOKS}


@cache
def _installed() -> dict[str, tuple[str, int]]:
    """Each family of this machine's fonts: its file in regular weight, and its place in it."""
    tool = shutil.which("fc-list")
    if tool is None:
        return {}
    run = subprocess.run(  # noqa: S603 - a fixed question to the system's own tool
        [tool, ":", "file", "family", "index", "style"], capture_output=True, text=True, check=False
    )
    found: dict[str, tuple[str, int]] = {}
    for line in sorted(run.stdout.splitlines()):
        file, _colon, told = line.partition(": ")
        families = told.partition(":")[0].split(",")
        index = int(told.rpartition("index=")[2].partition(":")[0] or 0)
        if "Bold" not in told:
            found.update({family.strip(): (file, index) for family in families})
    return found


def present() -> tuple[str, ...]:
    """The families of FAMILIES that this machine has."""
    return tuple(family for family, _package in FAMILIES if family in _installed())


def missing() -> tuple[str, ...]:
    """The Debian packages whose fonts are not here."""
    wanted = (*FAMILIES, EMOJI)
    return tuple(dict.fromkeys(package for one, package in wanted if one not in _installed()))


@cache
def face(family: str, size: int) -> ImageFont.FreeTypeFont:
    """A family at a size in pixels; raises KeyError where it is not installed."""
    file, index = _installed()[family]
    return ImageFont.truetype(file, size, index=index)


@cache
def emoji_face() -> ImageFont.FreeTypeFont | None:
    """The font of coloured emoji; None where it is not installed."""
    if EMOJI[0] not in _installed():
        return None
    return ImageFont.truetype(_installed()[EMOJI[0]][0], EMOJI_SIZE)

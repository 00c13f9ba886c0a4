"""Draws chat screenshots for the tests: bubbles, times and names, in light and dark."""

from __future__ import annotations

import io
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH = 1080
SIZE = 46
PER_LINE = 14


@dataclass(frozen=True)
class Theme:
    page: str
    other: str
    mine: str
    ink: str
    mine_ink: str
    grey: str


LIGHT = Theme("#EDEDED", "#FFFFFF", "#95EC69", "#111111", "#111111", "#9A9A9A")
DARK = Theme("#111111", "#2C2C2C", "#3EB575", "#D5D5D5", "#0A1F13", "#6B6B6B")


@cache
def font_file() -> str:
    """A font of this machine that can draw Chinese (Debian: fonts-noto-cjk or fonts-wqy-*)."""
    listed = ""
    if tool := shutil.which("fc-list"):
        run = subprocess.run([tool, ":lang=zh-cn", "file"], capture_output=True, text=True)
        listed = run.stdout
    files = [line.split(":")[0].strip() for line in listed.splitlines()]
    files += [str(one) for one in Path("/usr/share/fonts").rglob("*") if "cjk" in one.name.lower()]
    regular = [one for one in files if "Sans" in one and "Regular" in one]
    found = [*regular, *files]
    assert found, "install a Chinese font, such as fonts-noto-cjk"
    return found[0]


def font(size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    return ImageFont.truetype(font_file(), size)


def _bubble(draw: ImageDraw.ImageDraw, top: int, text: str, theme: Theme, *, mine: bool) -> int:
    """One bubble with its avatar; comes back with where it ends."""
    lines = [text[i : i + PER_LINE] for i in range(0, len(text), PER_LINE)]
    face = font(SIZE)
    width = int(max(draw.textlength(line, face) for line in lines)) + 60
    height = 64 * len(lines) + 44
    left = WIDTH - 160 - width if mine else 160
    fill, ink = (theme.mine, theme.mine_ink) if mine else (theme.other, theme.ink)
    avatar = WIDTH - 140 if mine else 30
    draw.rectangle((avatar, top, avatar + 110, top + 110), fill="#7A93B5")
    draw.rounded_rectangle((left, top, left + width, top + height), 16, fill=fill)
    for number, line in enumerate(lines):
        draw.text((left + 30, top + 16 + 64 * number), line, font=face, fill=ink)
    return top + max(height, 110)


def chat(
    turns: list[tuple[str, str]],
    *,
    theme: Theme = LIGHT,
    stamp: str = "昨天 下午3:15",
    name: str = "",
) -> bytes:
    """A PNG of a chat: (speaker, text) turns under a title and a time, names above the others'."""
    height = 420 + sum(230 + 70 * (len(text) // PER_LINE) for _who, text in turns)
    image = Image.new("RGB", (WIDTH, height), theme.page)
    draw = ImageDraw.Draw(image)
    draw.text((WIDTH / 2, 100), "项目沟通群(4)", font=font(44), fill=theme.ink, anchor="mm")
    draw.text((WIDTH / 2, 230), stamp, font=font(34), fill=theme.grey, anchor="mm")
    top = 300
    for who, text in turns:
        if name and who == "other":
            draw.text((162, top), name, font=font(30), fill=theme.grey)
            top += 46
        top = _bubble(draw, top, text, theme, mine=who == "self") + 50
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()

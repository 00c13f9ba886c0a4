"""Draws the chats that invented residents show, in the style of the app they use."""

from __future__ import annotations

import io
import shutil
import subprocess
from functools import cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from county.demo.playbook import table

WIDTH, PER_LINE, SIZE = 828, 14, 36
PAGE, OTHER, MINE, INK, GREY = "#EDEDED", "#FFFFFF", "#95EC69", "#111111", "#9A9A9A"
FACES = ("#7A93B5", "#C08A5B")
FOLDERS = ("/usr/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "C:/Windows/Fonts")
NAMES = (
    "notosanscjk",
    "sourcehansans",
    "wqy",
    "pingfang",
    "stheiti",
    "msyh",
    "simhei",
    "droidsansfallback",
)


@cache
def font_file() -> str:
    """A font of this machine that draws Chinese; empty where there is none."""
    if tool := shutil.which("fc-list"):
        run = subprocess.run(  # noqa: S603 - a fixed question to the system's own tool
            [tool, ":lang=zh-cn", "file"], capture_output=True, text=True, check=False
        )
        listed = sorted(line.split(":")[0].strip() for line in run.stdout.splitlines())
        regular = [one for one in listed if "Sans" in one and "Regular" in one]
        if listed:
            return [*regular, *listed][0]
    for folder in FOLDERS:
        for file in sorted(Path(folder).rglob("*")) if Path(folder).is_dir() else []:
            if file.name.lower().replace("-", "").startswith(NAMES):
                return str(file)
    return ""


@cache
def face(size: int) -> ImageFont.FreeTypeFont:
    """The font at a size in pixels."""
    return ImageFont.truetype(font_file(), size)


def said(name: str) -> tuple[str, list[dict[str, str]]]:
    """What is said in the screenshot: the turns' text, and each turn with its speaker."""
    shot = table("scripts/screenshots.toml")[name]
    turns = [{"speaker": speaker, "text": text} for speaker, text in shot["turns"]]
    return "\n".join(turn["text"] for turn in turns), turns


def draw(name: str) -> bytes | None:
    """The screenshot as a PNG; None on a machine without a Chinese font."""
    if not font_file():
        return None
    shot = table("scripts/screenshots.toml")[name]
    lines = sum(len(_wrapped(text)) for _speaker, text in shot["turns"])
    height = 250 + 110 * len(shot["turns"]) + 46 * lines
    image = Image.new("RGB", (WIDTH, height), PAGE)
    pen = ImageDraw.Draw(image)
    pen.text((WIDTH / 2, 76), shot["title"], font=face(34), fill=INK, anchor="mm")
    pen.text((30, 76), "‹", font=face(52), fill=INK, anchor="lm")
    pen.line((0, 120, WIDTH, 120), fill="#D9D9D9", width=2)
    pen.text((WIDTH / 2, 164), shot["stamp"], font=face(26), fill=GREY, anchor="mm")
    top = 206
    for speaker, text in shot["turns"]:
        top = _bubble(pen, top, text, mine=speaker == "self") + 34
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def _wrapped(text: str) -> list[str]:
    return [text[start : start + PER_LINE] for start in range(0, len(text), PER_LINE)]


def _bubble(pen: ImageDraw.ImageDraw, top: int, text: str, *, mine: bool) -> int:
    """One bubble with its picture beside it; comes back with where it ends."""
    lines = _wrapped(text)
    width = int(max(pen.textlength(line, face(SIZE)) for line in lines)) + 48
    height = 46 * len(lines) + 34
    left = WIDTH - 128 - width if mine else 128
    beside = WIDTH - 106 if mine else 26
    pen.rounded_rectangle((beside, top, beside + 80, top + 80), 10, fill=FACES[mine])
    tip = WIDTH - 128 if mine else 128
    side = 14 if mine else -14
    fill = MINE if mine else OTHER
    pen.polygon([(tip, top + 28), (tip + side, top + 40), (tip, top + 52)], fill=fill)
    pen.rounded_rectangle((left, top, left + width, top + height), 12, fill=fill)
    for number, line in enumerate(lines):
        pen.text((left + 24, top + 14 + 46 * number), line, font=face(SIZE), fill=INK)
    return top + max(height, 80)

"""Draws a chat as a phone shows it, and tells where each line of it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageDraw

from county.design.mockups.looks import EMOJI_SIZE, Look, emoji_face, face

Turn = tuple[str, str]
EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f300-\U0001faff\u2600-\u27bf\u2b50\u231a\u23f0]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]?(?:\u200d[\U0001f300-\U0001faff\u2640\u2642]\ufe0f?)*)"
)
_UNIT = re.compile(rf"{EMOJI.pattern}|[A-Za-z0-9@._:/+\-]+|.", re.DOTALL)
FACES = ("#7A93B5", "#C08A5B", "#6FA287", "#A7789E")


@dataclass(frozen=True)
class Written:
    """One line of a bubble: whose, of which turn, what, and from where to where down the page."""

    speaker: str
    turn: int
    text: str
    top: int
    bottom: int


@dataclass(frozen=True)
class Chat:
    """A drawn chat and the truth about it."""

    image: Image.Image
    lines: tuple[Written, ...]

    @property
    def turns(self) -> list[Turn]:
        """Who says what in the picture, from top to bottom."""
        told: dict[int, Turn] = {}
        for line in self.lines:
            speaker, text = told.get(line.turn, (line.speaker, ""))
            told[line.turn] = (speaker, text + line.text)
        return list(told.values())


@dataclass(frozen=True)
class Screen:
    """A phone's screen: how its chats look, in which font, how wide, how large the letters."""

    look: Look
    family: str
    width: int = 1080
    scale: float = 1.0

    @cached_property
    def size(self) -> int:
        """The height of the letters in pixels."""
        return round(0.0445 * self.width * self.scale)

    def px(self, part: float) -> int:
        """A part of the width in pixels."""
        return round(part * self.width)


class Pen:
    """Draws on one picture."""

    def __init__(self, screen: Screen, height: int) -> None:
        self.screen = screen
        self.image = Image.new("RGB", (screen.width, height), screen.look.page)
        self.draw = ImageDraw.Draw(self.image)

    def length(self, unit: str, size: int) -> float:
        """How wide a sign or a word is."""
        if EMOJI.fullmatch(unit):
            return size * 1.15
        return self.draw.textlength(unit, face(self.screen.family, size))

    def wrapped(self, text: str, most: float) -> list[str]:
        """The text in lines no wider than `most`."""
        lines, width = [""], 0.0
        for unit in _UNIT.findall(text):
            long = self.length(unit, self.screen.size)
            if lines[-1] and width + long > most:
                lines.append("")
                width = 0.0
            lines[-1] += unit
            width += long
        return lines

    def write(self, at: tuple[float, float], text: str, size: int, ink: str) -> None:
        """A line of text with its emoji, its middle at this height."""
        left, middle = at
        for unit in _UNIT.findall(text):
            if EMOJI.fullmatch(unit):
                self._emoji(unit, round(left), round(middle - size * 0.55), round(size * 1.1))
            else:
                font = face(self.screen.family, size)
                self.draw.text((left, middle), unit, font=font, fill=ink, anchor="lm")
            left += self.length(unit, size)

    def centred(self, middle: float, text: str, part: float, ink: str) -> None:
        """A line in the middle of the screen."""
        size = self.screen.px(part)
        width = sum(self.length(unit, size) for unit in _UNIT.findall(text))
        self.write(((self.screen.width - width) / 2, middle), text, size, ink)

    def _emoji(self, sign: str, left: int, top: int, size: int) -> None:
        font = emoji_face()
        if font is None:
            self.draw.ellipse((left, top, left + size, top + size), fill="#FFCC33")
            eye = size // 8
            for x in (left + size // 3, left + 2 * size // 3):
                self.draw.ellipse((x - eye // 2, top + size // 3, x + eye // 2, top + size // 2),
                                  fill="#5B3A00")  # fmt: skip
            return
        sheet = Image.new("RGBA", (EMOJI_SIZE * 5 // 4, EMOJI_SIZE * 5 // 4))
        ImageDraw.Draw(sheet).text((0, 0), sign, font=font, embedded_color=True)
        small = sheet.crop(sheet.getbbox() or sheet.getbbox()).resize((size, size))
        self.image.paste(small, (left, top), small)

    def frame(self, title: str, clock: str, stamp: str) -> int:
        """The bars above the talk; comes back with where it begins."""
        screen, look = self.screen, self.screen.look
        high = screen.px(0.2)
        self.draw.rectangle((0, 0, screen.width, high), fill=look.bar)
        small = screen.px(0.036)
        self.write((screen.px(0.06), screen.px(0.045)), clock, small, look.ink)
        self.write((screen.px(0.84), screen.px(0.045)), "5G 87", small, look.ink)
        self.centred(screen.px(0.145), title, 0.043, look.ink)
        self.write((screen.px(0.03), screen.px(0.145)), "‹", screen.px(0.06), look.ink)
        if look.bar != look.page:
            self.draw.line((0, high, screen.width, high), fill=look.grey, width=1)
        self.centred(high + screen.px(0.05), stamp, 0.032, look.grey)
        return high + screen.px(0.1)

    def foot(self, top: int) -> None:
        """The bar in which one types."""
        screen, look = self.screen, self.screen.look
        self.draw.rectangle((0, top, screen.width, self.image.height), fill=look.bar)
        box = (screen.px(0.13), top + screen.px(0.025), screen.px(0.76), top + screen.px(0.115))
        self.draw.rounded_rectangle(box, screen.px(0.012), fill=look.other)
        self.write((screen.px(0.16), top + screen.px(0.07)), look.hint, screen.px(0.036), look.grey)
        for part in (0.03, 0.8, 0.9):
            left, low = screen.px(part), top + screen.px(0.035)
            side = screen.px(0.07)
            self.draw.ellipse((left, low, left + side, low + side), outline=look.grey, width=3)

    def bubble(self, top: int, number: int, turn: Turn) -> tuple[int, list[Written]]:
        """One bubble; comes back with where it ends and with its lines."""
        screen, look = self.screen, self.screen.look
        speaker, text = turn
        mine = speaker == "self"
        aside = screen.px(look.margin + look.avatar + (0.022 if look.avatar else 0))
        pad, step = round(0.62 * screen.size), round(1.4 * screen.size)
        lines = self.wrapped(text, screen.width - 2 * aside - 2 * pad - screen.px(0.02))
        widest = max(
            sum(self.length(unit, screen.size) for unit in _UNIT.findall(line)) for line in lines
        )
        width, height = round(widest) + 2 * pad, step * len(lines) + round(1.1 * pad)
        height = max(height, screen.px(look.avatar))
        left = screen.width - aside - width if mine else aside
        self._avatar(top, mine=mine)
        fill, ink = (look.mine, look.mine_ink) if mine else (look.other, look.ink)
        self.draw.rounded_rectangle((left, top, left + width, top + height),
                                    screen.px(look.radius), fill=fill)  # fmt: skip
        first = top + (height - step * len(lines)) // 2
        written = []
        for index, line in enumerate(lines):
            high = first + step * index
            self.write((left + pad, high + step / 2), line, screen.size, ink)
            written.append(Written(speaker, number, line, high, high + step))
        return top + height, written

    def _avatar(self, top: int, *, mine: bool) -> None:
        screen, look = self.screen, self.screen.look
        if not look.avatar:
            return
        side, edge = screen.px(look.avatar), screen.px(look.margin)
        left = screen.width - edge - side if mine else edge
        radius = round(side * look.roundness)
        self.draw.rounded_rectangle((left, top, left + side, top + side), radius,
                                    fill=FACES[mine])  # fmt: skip
        middle, high = left + side // 2, top + side // 3
        head = side // 6
        self.draw.ellipse((middle - head, high - head, middle + head, high + head), fill="#F3E3D3")


def chat(
    screen: Screen,
    turns: Sequence[Turn],
    *,
    title: str = "项目沟通群(4)",
    clock: str = "10:24",
    stamp: str = "昨天 下午3:15",
    name: str = "",
    tall: float = 0.0,
) -> Chat:
    """A chat: (speaker, text) turns under a title and a time, `name` above the others' bubbles.

    `tall` is the least height as a part of the width, as that of a phone's whole screen.
    """
    draft = Pen(screen, 60 + sum(len(text) + 4 for _who, text in turns) * screen.size)
    top, lines = draft.frame(title, clock, stamp), []
    for number, turn in enumerate(turns):
        if name and turn[0] == "other":
            left = screen.px(screen.look.margin + screen.look.avatar + 0.024)
            draft.write((left, top + screen.px(0.02)), name, screen.px(0.03), screen.look.grey)
            top += screen.px(0.045)
        top, written = draft.bubble(top, number, turn)
        lines += written
        top += screen.px(0.042)
    top = max(top + screen.px(0.02), round(tall * screen.width) - screen.px(0.16))
    pen = Pen(screen, top + screen.px(0.16))
    pen.image.paste(draft.image.crop((0, 0, screen.width, min(top, draft.image.height))), (0, 0))
    pen.foot(top)
    return Chat(pen.image, tuple(lines))

"""The layout of a chat screenshot: which pieces of text are one turn, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Colour = tuple[int, int, int]

SAME = 11  # largest channel difference at which two colours are one surface
ROW_OVERLAP = 0.6  # of the lower height: pieces on one row
LINE_GAP = 0.85  # of the line height: lines of one bubble
INDENT = 0.9  # of the line height: how far left edges of one bubble differ
WIDE = 0.62  # of the page: a text so wide says nothing by being in the middle
STAMP = re.compile(
    r"^[\s—\-]*(?:(?:昨天|前天|今天|星期[一二三四五六日天]|周[一二三四五六日]|凌晨|早上|上午|中午|下午|晚上|"
    r"\d{4}[年/\-.]\d{1,2}[月/\-.]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{1,2}[/\-]\d{1,2}|am|pm)[\s,]*)*"
    r"(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s*(?:am|pm)?[\s—\-]*$",
    re.IGNORECASE,
)
SYSTEM = re.compile(
    r"以下(?:为|是)新消息|撤回了一条消息|以上是打招呼|你们?已添加|已添加了|现在可以开始聊天|邀请.{1,20}加入了?群聊|"
    r"修改群名|消息已发出|开启了朋友验证|领取了.{0,12}红包|拍了拍|对方正在输入|按住\s?说话|^发送$|^\d{1,3}%$|^[45]G$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as it was detected; x0..y1 in pixels, `colour` of the surface under it."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The picture: its size in pixels, and the colour between the bubbles."""

    width: int
    height: int
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A turn, or a line that is none; `speaker` is other, self or none; x0..y1 in pixels."""

    text: str
    speaker: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float


def apart(one: Colour, other: Colour) -> int:
    """How far two colours are from each other: the largest difference of a channel, 0..255."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def is_green(colour: Colour | None) -> bool:
    """Is this the green of the sender's own bubbles, in light (#95EC69) or dark (#3EB575)?"""
    if colour is None:
        return False
    red, green, blue = colour
    return green > 90 and green - red > 35 and green - blue > 35


def on_page(piece: Piece, page: Page) -> bool:
    """Does the text lie on the page itself, as names and times do, and not in a bubble?"""
    if piece.colour is None or page.colour is None:
        return False
    return apart(piece.colour, page.colour) <= SAME


def join(first: str, second: str) -> str:
    """Two lines of one paragraph: Latin words keep a blank between them, Chinese needs none."""
    if not first or not second:
        return first + second
    latin = first[-1].isascii() and second[0].isascii()
    return f"{first} {second}" if latin and first[-1].isalnum() else first + second


def _merge(one: Piece, other: Piece) -> Piece:
    lengths = len(one.text), len(other.text)
    total = max(1, sum(lengths))
    return replace(
        one,
        text=join(one.text, other.text),
        x0=min(one.x0, other.x0),
        y0=min(one.y0, other.y0),
        x1=max(one.x1, other.x1),
        y1=max(one.y1, other.y1),
        confidence=(one.confidence * lengths[0] + other.confidence * lengths[1]) / total,
    )


def _alike(one: Piece, other: Piece) -> bool:
    """Do two pieces lie on the same surface, as far as is known?"""
    if one.colour is None or other.colour is None:
        return True
    return apart(one.colour, other.colour) <= SAME + 5


def _one_row(left: Piece, right: Piece) -> bool:
    lower = max(1, min(left.y1 - left.y0, right.y1 - right.y0))
    overlap = min(left.y1, right.y1) - max(left.y0, right.y0)
    near = -lower < right.x0 - left.x1 < 1.5 * lower
    return overlap >= ROW_OVERLAP * lower and near and _alike(left, right)


def rows(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces from top to bottom, those that were cut apart on one row put together."""
    done: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: (one.y0 + one.y1, one.x0)):
        for index in range(len(done) - 1, max(-1, len(done) - 4), -1):
            left, right = sorted((done[index], piece), key=lambda one: one.x0)
            if _one_row(left, right):
                done[index] = _merge(left, right)
                break
        else:
            done.append(piece)
    return done


def _continues(block: Piece, last: Piece, piece: Piece, page: Page) -> bool:
    """Is `piece` the next line of the bubble `block`, whose last line is `last`?"""
    height = max(1, min(last.y1 - last.y0, piece.y1 - piece.y0))
    if STAMP.match(piece.text) or STAMP.match(last.text):
        return False
    if not -0.5 * height <= piece.y0 - last.y1 <= LINE_GAP * height:
        return False
    if on_page(block, page) != on_page(piece, page) or not _alike(block, piece):
        return False
    taller = max(last.y1 - last.y0, piece.y1 - piece.y0)
    return taller <= 1.6 * height and abs(piece.x0 - block.x0) <= INDENT * height


def blocks(pieces: Sequence[Piece], page: Page) -> list[Piece]:
    """The lines of one bubble joined into one piece."""
    done: list[Piece] = []
    lasts: list[Piece] = []
    for piece in pieces:
        for index in range(len(done) - 1, max(-1, len(done) - 3), -1):
            if _continues(done[index], lasts[index], piece, page):
                done[index], lasts[index] = _merge(done[index], piece), piece
                break
        else:
            done.append(piece)
            lasts.append(piece)
    return done


def _by_place(block: Piece, page: Page) -> str:
    """Left is the other side, right is the sender, the middle is nobody."""
    left, right = block.x0 / page.width, 1 - block.x1 / page.width
    if abs(left - right) < 0.04 and 1 - left - right < WIDE:
        return "none"
    return "other" if left <= right else "self"


def _is_chat_by_place(known: Sequence[Piece], page: Page) -> bool:
    """Without bubbles: are there texts that end on the right and texts that start on the left?"""
    lefts = [one for one in known if one.x0 < 0.25 * page.width and one.x1 < 0.75 * page.width]
    rights = [one for one in known if one.x0 > 0.3 * page.width and one.x1 > 0.8 * page.width]
    return bool(lefts and rights)


def _speaker(block: Piece, page: Page, *, bubbles: bool, chat: bool) -> str:
    if STAMP.match(block.text) or SYSTEM.search(block.text):
        return "none"
    if is_green(block.colour):
        return "self"
    if bubbles:
        return "none" if on_page(block, page) else _by_place(block, page)
    return _by_place(block, page) if chat else "none"


def turns(pieces: Iterable[Piece], page: Page) -> tuple[Line, ...]:
    """The turns of a chat and its other lines, from top to bottom.

    The surface decides first (a green bubble is the sender's; text on the page itself is a name,
    a time or a title), then the place of the whole bubble. A picture that is no chat has no turns.
    """
    known = blocks(rows(piece for piece in pieces if piece.text.strip()), page)
    bubbles = any(one.colour is not None and not on_page(one, page) for one in known)
    chat = bubbles or _is_chat_by_place(known, page)
    return tuple(
        Line(
            text=one.text.strip(),
            speaker=_speaker(one, page, bubbles=bubbles, chat=chat),
            x0=one.x0,
            y0=one.y0,
            x1=one.x1,
            y1=one.y1,
            confidence=round(one.confidence, 3),
        )
        for one in known
    )

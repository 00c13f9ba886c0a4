"""The layout of a chat screenshot: which pieces of text are one turn, and who said it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

Colour = tuple[int, int, int]
Edges = tuple[int | None, int | None, int | None, int | None]

SAME = 11  # largest channel difference at which two colours are one surface
ROW_OVERLAP = 0.6  # of the lower height: pieces on one row
LINE_GAP = 0.85  # of the line height: lines of one bubble
INDENT = 0.9  # of the line height: how far left edges of one bubble differ
BUBBLE = 1.5  # of the line height: how far from its text a bubble ends
SURE = 0.1  # of the line height: an edge so far before the next text parts any two lines
PART = 0.3  # of the line height: how far into the next text an edge parts lines that are unlike
UNLIKE = 1.25  # of the height: lines of so different a size are unlike
NAME_INDENT = 0.3  # of the height: lines that begin so far apart are unlike
SHADE = 6  # of a channel: lines on surfaces so far apart are unlike
CLEAR = 0.05  # of the width of all text: a bubble so much nearer to one side is on that side
VIVID = 0.3  # of the brightest channel: a surface with so much colour is the sender's
WIDE = 0.62  # of the page: a text so wide says nothing by being in the middle
STAMP = re.compile(
    r"^[\s—\-]*(?:(?:昨天|前天|今天|星期[一二三四五六日天]|周[一二三四五六日]|凌晨|早上|上午|中午|下午|晚上|"
    r"\d{4}[年/\-.]\d{1,2}[月/\-.]\d{1,2}日?|\d{1,2}月\d{1,2}日|\d{1,2}[/\-]\d{1,2}|am|pm)[\s,]*)*"
    r"(?:\d{1,2}[:：]\d{2}(?:[:：]\d{2})?)?\s*(?:am|pm)?[\s—\-]*$",
    re.IGNORECASE,
)
SYSTEM = re.compile(
    r"以下(?:为|是)新消息|撤回了一条消息|以上是打招呼|你们?已添加|已添加了|现在可以开始聊天|邀请.{1,20}加入了?群聊|"
    r"修改群名|消息已发出|开启了朋友验证|领取了.{0,12}红包|拍了拍|对方正在输入|按住\s?说话|^发送$|^\d{1,3}%$|"
    r"^(?:HD\s*)?(?:[2-5]G|LTE|WiFi)[\s\d%+.]*$|^(?:短信|彩信|短信/彩信|发消息|信息|iMessage(?:信息)?)$"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text as it was detected; x0..y1 in pixels, `colour` of the surface under it,
    `edges` how far that surface reaches to the left, above, to the right and below, if known."""

    text: str
    x0: int
    y0: int
    x1: int
    y1: int
    confidence: float
    colour: Colour | None = None
    edges: Edges | None = None
    lines: int = 1

    @property
    def height(self) -> int:
        """How high the text is, at least a pixel."""
        return max(1, self.y1 - self.y0)

    @property
    def line(self) -> float:
        """How high one of its lines is."""
        return self.height / self.lines


@dataclass(frozen=True, slots=True)
class Page:
    """The picture: its size in pixels, and the colour between the bubbles."""

    width: int
    height: int
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A turn, or a line that is none; `speaker` is other, self, none, or code where the text is
    what a QR code says; x0..y1 in pixels, nowhere for a code."""

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


def is_vivid(colour: Colour | None) -> bool:
    """Is this a surface of much colour, as the sender's own bubbles are: green, or blue?"""
    return (
        colour is not None and max(colour) > 60 and max(colour) - min(colour) > VIVID * max(colour)
    )


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


def _nearer(one: int | None, other: int | None) -> int | None:
    known = [edge for edge in (one, other) if edge is not None]
    return min(known) if known else None


def _beside(left: Piece, right: Piece) -> Piece:
    """Two pieces of one row as one."""
    joined = _merge(left, right)
    if left.edges is None or right.edges is None:
        return joined
    one, other = left.edges, right.edges
    upper, lower = _nearer(one[1], other[1]), _nearer(one[3], other[3])
    return replace(joined, edges=(one[0], upper, other[2], lower))


def _under(block: Piece, piece: Piece) -> Piece:
    """The block with one more line below; its surface ends where that of its lines does."""
    joined = replace(_merge(block, piece), lines=block.lines + 1)
    if block.edges is None or piece.edges is None:
        return joined
    rights = [one.x1 + one.edges[2] - joined.x1 for one in (block, piece)
              if one.edges and one.edges[2] is not None]  # fmt: skip
    right = min((edge for edge in rights if edge >= 0), default=None)
    return replace(
        joined,
        edges=(
            _nearer(block.edges[0], piece.edges[0]), block.edges[1], right, piece.edges[3],
        ),
    )  # fmt: skip


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
                done[index] = _beside(left, right)
                break
        else:
            done.append(piece)
    return done


def _parted(last: Piece, piece: Piece) -> bool:
    """Does a surface end between the two, as between a name and the bubble under it?"""
    if last.edges is None or piece.edges is None:
        return False
    lower, taller = sorted((last.height, piece.height))
    unlike = taller > UNLIKE * lower or abs(last.x0 - piece.x0) > NAME_INDENT * lower
    if last.colour is not None and piece.colour is not None:
        unlike = unlike or apart(last.colour, piece.colour) > SHADE
    most = max(0, piece.y0 - last.y1) + (PART if unlike else -SURE) * lower
    return any(edge is not None and edge <= most for edge in (last.edges[3], piece.edges[1]))


def _continues(block: Piece, last: Piece, piece: Piece, page: Page) -> bool:
    """Is `piece` the next line of the bubble `block`, whose last line is `last`?"""
    height = min(last.height, piece.height)
    if STAMP.match(piece.text) or STAMP.match(last.text) or _parted(last, piece):
        return False
    if not -0.5 * height <= piece.y0 - last.y1 <= LINE_GAP * height:
        return False
    same_ground = piece.edges is not None or on_page(block, page) == on_page(piece, page)
    if not same_ground or not _alike(block, piece):
        return False
    taller = max(last.height, piece.height)
    return taller <= 1.6 * height and abs(piece.x0 - block.x0) <= INDENT * height


def blocks(pieces: Sequence[Piece], page: Page) -> list[Piece]:
    """The lines of one bubble joined into one piece."""
    done: list[Piece] = []
    lasts: list[Piece] = []
    for piece in pieces:
        for index in range(len(done) - 1, max(-1, len(done) - 3), -1):
            if _continues(done[index], lasts[index], piece, page):
                done[index], lasts[index] = _under(done[index], piece), piece
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


def _in_bubble(block: Piece, height: float) -> bool:
    """Does the surface end on both sides, and above or below? `height` is that of its lines."""
    if block.edges is None:
        return False
    left, above, right, below = (
        edge is not None and edge <= BUBBLE * height for edge in block.edges
    )
    return left and ((right and (above or below)) or (above and below))


def _sides(bubbles: Sequence[Piece], known: Sequence[Piece]) -> dict[Piece, str]:
    """Who said what in bubbles: by the side that is nearer, and by colour where neither is."""
    start, end = min(one.x0 for one in known), max(one.x1 for one in known)
    clear = CLEAR * max(1, end - start)
    leans = {one: (one.x0 - start) - (end - one.x1) for one in bubbles}
    vivid = {is_vivid(one.colour) for one in bubbles if abs(leans[one]) <= clear}
    lefts = {is_vivid(one.colour) for one in bubbles if leans[one] < -clear}
    rights = {is_vivid(one.colour) for one in bubbles if leans[one] > clear}
    told = lefts <= {False} and rights <= {True} and (lefts or rights or True in vivid)

    def side(one: Piece) -> str:
        if told and (is_vivid(one.colour) or abs(leans[one]) <= clear):
            return "self" if is_vivid(one.colour) else "other"
        return "self" if leans[one] > 0 else "other"

    return {one: side(one) for one in bubbles}


def _by_bubbles(known: Sequence[Piece]) -> dict[Piece, str] | None:
    """Who said what, where the surface of some text is known to end around it."""
    bubbles = [one for one in known if _in_bubble(one, one.line) and not _is_nobodys(one.text)]
    if bubbles and bubbles[-1] is known[-1] and _is_field(bubbles[-1]):
        bubbles.pop()
    return _sides(bubbles, known) if bubbles else None


def _is_field(last: Piece) -> bool:
    """Is this what stands in the field in which one types: a line far shorter than the field?"""
    return last.lines == 1 and last.edges is not None and last.edges[2] is None


def _is_nobodys(text: str) -> bool:
    """A time, or what the app itself says?"""
    return bool(STAMP.match(text) or SYSTEM.search(text))


def _by_colour(known: Sequence[Piece], page: Page) -> dict[Piece, str]:
    """Who said what, where only colours and places are known."""
    bubbles = any(one.colour is not None and not on_page(one, page) for one in known)
    chat = bubbles or _is_chat_by_place(known, page)
    return {one: _speaker(one, page, bubbles=bubbles, chat=chat) for one in known}


def _speaker(block: Piece, page: Page, *, bubbles: bool, chat: bool) -> str:
    if _is_nobodys(block.text):
        return "none"
    if is_green(block.colour):
        return "self"
    if bubbles:
        return "none" if on_page(block, page) else _by_place(block, page)
    return _by_place(block, page) if chat else "none"


def turns(pieces: Iterable[Piece], page: Page) -> tuple[Line, ...]:
    """The turns of a chat and its other lines, from top to bottom.

    Text whose surface ends around it is in a bubble; the side of the bubble, then its colour tell
    whose it is. Where no edge is known, the colour of the surface decides (text on the page itself
    is a name, a time or a title), then the place. A picture that is no chat has no turns.
    """
    known = blocks(rows(piece for piece in pieces if piece.text.strip()), page)
    speakers = _by_bubbles(known)
    if speakers is None:
        speakers = _by_colour(known, page)
    return tuple(
        Line(
            text=one.text.strip(),
            speaker=speakers.get(one, "none"),
            x0=one.x0,
            y0=one.y0,
            x1=one.x1,
            y1=one.y1,
            confidence=round(one.confidence, 3),
        )
        for one in known
    )

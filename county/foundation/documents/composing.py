"""A paper taken apart into its parts, in reading order: what both presses set, word for word.

The PDF and the DOCX have the same text because neither adds a word of its own to these parts, but
for page numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from county.kernel.papers import (
    Attachment,
    Bars,
    Block,
    Fields,
    Heading,
    Items,
    Layout,
    Paper,
    Paragraph,
    SignHere,
    Table,
    day,
)
from county.kernel.text import clean

LONGEST = 20_000
"""Characters of one text; a letter of seven pages has some 4,000."""
SEAL = "印章位置"
DRAFT = "草稿 DRAFT"
Part = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """What an issued paper bears at its foot: its code, and the page where anyone can check it."""

    code: str
    page: str

    @property
    def address(self) -> str:
        """What the square at the foot leads to."""
        return f"{self.page}{self.code.replace(' ', '')}/"


def composed(paper: Paper, mark: Mark | None = None) -> list[Part]:
    """The parts of the paper: each a role and its words, nothing that is empty."""
    parts = list(_head(paper))
    parts += _body(paper.blocks)
    parts += _attached(paper)
    parts += _signature(paper)
    parts += _appendices(paper.attachments)
    parts += _imprint(paper)
    if mark is not None:
        parts.append(
            {
                "role": "check",
                "text": f"真伪核验码 {mark.code}",
                "address": f"扫码，或到 {_text(mark.page)} 输入此码核验",
            }
        )
    return [part for part in parts if _says_something(part)]


def as_draft(paper: Paper) -> Paper:
    """The paper without a number: only what is issued has one."""
    return replace(paper, number="")


def words(parts: list[Part]) -> str:
    """All words of the parts, a line for each: what the digest of the text is taken of."""
    lines: list[str] = []
    for part in parts:
        lines += [text for text in _texts(part) if text]
    return "\n".join(lines)


def _texts(part: Part) -> Iterator[str]:
    for key in ("label", "text", "organ", "date", "seal", "left", "right", "address"):
        if part.get(key):
            yield str(part[key])
    for row in [part.get("head", ()), *part.get("rows", ())]:
        yield from row


def _head(paper: Paper) -> Iterator[Part]:
    letter = paper.layout is Layout.LETTER
    for text in (paper.secrecy, paper.urgency):
        yield _part("rank", text)
    yield _part("organ", paper.organ)
    if letter:
        yield _part("number", paper.number)
        yield {"role": "redline"}
    yield _part("title", paper.heading)
    if not letter:
        yield _part("number", paper.number)
    if paper.addressees:
        yield _part("to", "，".join(_text(one) for one in paper.addressees) + "：")


def _body(blocks: tuple[Block, ...]) -> Iterator[Part]:
    for block in blocks:
        yield from _block(block)


def _block(block: Block) -> Iterator[Part]:
    match block:
        case Heading(text, level):
            yield _part({1: "h1"}.get(level, "h2"), text)
        case Paragraph(text):
            yield from (_part("p", line) for line in _text(text).split("\n"))
        case Items(texts):
            yield from _counted(texts)
        case Fields(rows):
            yield {"role": "fields", "rows": [[_text(cell) for cell in row] for row in rows]}
        case Table():
            yield _table(block)
        case Bars():
            yield _bars(block)
        case SignHere(names):
            yield from (
                {"role": "sign", "left": _text(name) + "：", "right": "年　月　日"}
                for name in names
            )


def _counted(texts: tuple[str, ...]) -> Iterator[Part]:
    for at, text in enumerate(texts, 1):
        first, *rest = _text(text).split("\n")
        yield _part("p", f"{at}.{first}")
        yield from (_part("p", line) for line in rest)


def _table(table: Table) -> Part:
    """The table with as many cells in each row as in its head."""
    wide = len(table.head)
    rows = [[_text(cell) for cell in (*row, *[""] * wide)[:wide]] for row in table.rows]
    widths = list(table.widths) if len(table.widths) == wide else [1] * wide
    return {
        "role": "table", "head": [_text(cell) for cell in table.head], "rows": rows,
        "widths": widths,
    }  # fmt: skip


def _bars(bars: Bars) -> Part:
    """The chart: its title, and a row for each bar with its share from 0 to 1."""
    return {
        "role": "bars",
        "text": _text(bars.title),
        "rows": [[_text(name), _text(value)] for name, value, _share in bars.rows],
        "shares": [min(1.0, max(0.0, share or 0.0)) for _name, _value, share in bars.rows],
        "widths": [5, 9, 3],
    }


def _attached(paper: Paper) -> Iterator[Part]:
    """附件说明: names under the body, counted when they are several (7.3.4)."""
    several = len(paper.attachments) > 1
    for at, one in enumerate(paper.attachments, 1):
        name = f"{at}.{_text(one.name)}" if several else _text(one.name)
        yield {"role": "attached", "label": "附件：" if at == 1 else "", "text": name}


def _signature(paper: Paper) -> Iterator[Part]:
    if paper.signed_by or paper.signed_on:
        yield {
            "role": "signature",
            "organ": _text(paper.signed_by),
            "date": day(paper.signed_on) if paper.signed_on else "",
            "seal": SEAL if paper.sealed else "",
        }
    if paper.contact:
        yield _part("note", f"（{_text(paper.contact)}）")


def _appendices(attachments: tuple[Attachment, ...]) -> Iterator[Part]:
    """附件: those that come with it, each on a page of its own (7.3.6)."""
    several = len(attachments) > 1
    for at, one in enumerate(attachments, 1):
        if one.blocks:
            yield _part("appendix", f"附件{at}" if several else "附件")
            yield _part("title", one.name)
            yield from _body(one.blocks)


def _imprint(paper: Paper) -> Iterator[Part]:
    """版记: copies, then who printed it and when (7.4)."""
    copies = "，".join(_text(one) for one in paper.copies)
    printed = f"{day(paper.printed_on)}印发" if paper.printed_on else ""
    if copies or paper.printed_by or printed:
        yield {
            "role": "imprint",
            "label": "抄送：" if copies else "",
            "text": f"{copies}。" if copies else "",
            "left": _text(paper.printed_by),
            "right": printed,
        }


def _part(role: str, text: str) -> Part:
    return {"role": role, "text": _text(text)}


def _text(text: str) -> str:
    """The words as they can be set: no control characters, no tabs, no blanks at the ends."""
    return clean(text, LONGEST).replace("\t", " ").strip()


def _says_something(part: Part) -> bool:
    return part["role"] == "redline" or any(_texts(part))

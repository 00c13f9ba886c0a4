"""What a paper of an office says, apart from how it looks: plain values, made by pure functions.

The parts are those of GB/T 9704-2012 (党政机关公文格式). A paper has one text, and that is Chinese,
whatever language its reader's pages speak.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Layout(StrEnum):
    """How a paper is laid out."""

    LETTER = "letter"
    """公文: red head and red line, 版记 at the foot of the last page."""
    FORM = "form"
    """文书: black title, ruled tables, lines to sign on."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the body; line breaks in it begin new ones."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the first level (一、) or the second (（一）); it brings its own number."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Items:
    """Paragraphs counted 1. 2. 3. …, as the third level of a paper is."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fields:
    """Names with what they hold, in a ruled table; an empty value is a place to write in."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose head stands again on each page; `widths` are shares of the line."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of lying bars: what each is called, its value in words, and its share of the longest.

    A bar without a share, such as a number that is not told, is left out; its words stand.
    """

    title: str
    rows: tuple[tuple[str, str, float | None], ...]


@dataclass(frozen=True, slots=True)
class SignHere:
    """Lines to sign on by hand, each with its name and a place for the date."""

    names: tuple[str, ...]


Block = Paragraph | Heading | Items | Fields | Table | Bars | SignHere


@dataclass(frozen=True, slots=True)
class Attachment:
    """附件: its name under the body; with blocks, its own page behind the letter."""

    name: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper. What is empty is left out; nothing is made up in its place."""

    layout: Layout
    organ: str
    """发文机关: whose name stands at the head."""
    kind: str
    """文种: 检察建议书, 送达回证."""
    blocks: tuple[Block, ...]
    number: str = ""
    """发文字号; a draft has none."""
    title: str = ""
    """The title under the line; empty: the kind."""
    addressees: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    signed_by: str = ""
    """署名; empty: nobody signs at the foot."""
    signed_on: date | None = None
    sealed: bool = False
    """Whether a dotted circle says where the seal goes; a seal is never drawn."""
    contact: str = ""
    """附注, in brackets: whom to ask."""
    copies: tuple[str, ...] = ()
    """抄送."""
    printed_by: str = ""
    printed_on: date | None = None
    secrecy: str = ""
    """密级和保密期限, only where there is one."""
    urgency: str = ""
    """紧急程度, only where there is one."""

    @property
    def heading(self) -> str:
        """The title as it stands under the line."""
        return self.title or self.kind


def day(value: date) -> str:
    """A date as papers write it: 2026年11月23日, no zeros in front (GB/T 9704-2012, 7.3.5)."""
    return f"{value.year}年{value.month}月{value.day}日"

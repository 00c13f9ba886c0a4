"""A report as a paper: the words and charts of its PDF and of its DOCX."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any
from unicodedata import east_asian_width

from county.kernel.papers import (
    Bars,
    Block,
    Heading,
    Items,
    Layout,
    Paper,
    Paragraph,
    SignHere,
    Table,
    day,
)
from county.reports.collecting import Content
from county.reports.knowledge import ON_PAPER

NARROWEST, WIDEST = 7, 24
"""Signs of a column of a list."""
DEMO = "演示数据，并非真实工作情况。"


def paper(content: Content) -> Paper:
    """The paper that says what the content says, and nothing else."""
    return Paper(
        layout=Layout.FORM,
        organ=content["department"],
        kind=content["title"],
        blocks=tuple(_blocks(content)),
        contact="内部资料，注意保管",
    )


def _blocks(content: Content) -> Iterator[Block]:
    if content["demo"]:
        yield Paragraph(DEMO)
    yield Paragraph(f"统计期间：{content['period']}")
    yield Paragraph(f"生成日期：{day(date.fromisoformat(content['made_on']))}")
    yield Heading("一、主要数据")
    yield _figures(content["figures"])
    if content["charts"]:
        yield Heading("二、图表")
        yield from (_bars(one) for one in content["charts"] if one["rows"])
        yield from (
            Paragraph(f"{one['title']}：本期没有数据。")
            for one in content["charts"]
            if not one["rows"]
        )
    for number, one in enumerate(content["lists"]):
        yield Heading(f"{'三四五六七'[number]}、{one['title']}明细")
        yield from _rows(one)
    yield Heading("附：指标口径")
    yield Items(tuple(f"{one['title']}：{one['definition']}" for one in content["figures"]))
    yield SignHere(tuple(content["signs"]))


def _figures(figures: list[dict[str, Any]]) -> Table:
    rows = []
    for one in figures:
        rows.append((one["title"], one["said"], one["unit"]))
        rows += [(f"其中：{title}", value, "") for title, value in one["also"]]
    return Table(("指标", "数值", "单位"), tuple(rows), (8, 4, 3))


def _bars(chart: dict[str, Any]) -> Bars:
    longest = max((row["number"] or 0 for row in chart["rows"]), default=0)
    return Bars(
        chart["title"],
        tuple(
            (row["name"], row["said"], (row["number"] or 0) / longest if longest else None)
            for row in chart["rows"]
        ),
    )


def _rows(one: dict[str, Any]) -> Iterator[Block]:
    if not one["rows"]:
        yield Paragraph("本期没有。")
        return
    heads = tuple(one["columns"][at] for at in one["short"])
    rows = tuple(tuple(_cell(row[at]) for at in one["short"]) for row in one["rows"][:ON_PAPER])
    yield Table(heads, rows, _widths(heads, rows))
    if one["total"] > ON_PAPER:
        yield Paragraph(f"共{one['total']}条，以上为前{ON_PAPER}条，其余见电子表格。")


def _cell(value: Any) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _widths(heads: tuple[str, ...], rows: tuple[tuple[str, ...], ...]) -> tuple[int, ...]:
    """Each column as wide as its widest cell needs, within measure: a number is not broken."""
    return tuple(
        min(max(max(map(_width, cells)), NARROWEST), WIDEST)
        for cells in zip(heads, *rows, strict=True)
    )


def _width(text: str) -> int:
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text) + 2

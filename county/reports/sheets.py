"""A report as a workbook: figures, charts that the office can change, a sheet for each list."""

from __future__ import annotations

import io
from typing import Any

import xlsxwriter

from county.design.tables import PLAIN, safe
from county.reports.collecting import Content
from county.reports.pages import DEMO

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
UNFIT = str.maketrans("", "", "[]:*?/\\'")
NARROW, WIDE, WIDEST = 12, 24, 70
HEIGHT = 16
"""Rows of a sheet that a chart covers."""


def xlsx(content: Content) -> bytes:
    """The workbook; a text in it is a text, never a formula or a link."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**PLAIN, "constant_memory": False}) as book:
        bold = book.add_format({"bold": True})
        heading = book.add_format({"bold": True, "font_size": 14})
        sheet = book.add_worksheet("数据")
        sheet.set_column(0, 0, WIDE)
        sheet.set_column(1, 3, NARROW)
        sheet.set_column(4, 4, WIDEST)
        sheet.write(0, 0, safe(content["title"]), heading)
        sheet.write(1, 0, safe(content["department"]))
        sheet.write(2, 0, "统计期间")
        sheet.write(2, 1, safe(content["period"]))
        sheet.write(3, 0, "生成日期")
        sheet.write(3, 1, safe(content["made_on"]))
        sheet.write(4, 0, DEMO if content["demo"] else "")
        row = _figures(sheet, content["figures"], bold, 6)
        for at, name in enumerate(content["signs"]):
            sheet.write(row + 1 + at, 0, safe(f"{name}："))
        _charts(book, content["charts"], bold)
        for number, one in enumerate(content["lists"], 1):
            _list(book, one, number, bold)
    return out.getvalue()


def _figures(sheet: Any, figures: list[dict[str, Any]], bold: Any, row: int) -> int:
    sheet.write_row(row, 0, ["指标", "数值", "总数", "单位", "口径"], bold)
    for one in figures:
        row += 1
        number = one["number"] if one["number"] is not None else one["said"]
        whole = one["whole"] if one["whole"] is not None else ""
        line = [one["title"], number, whole, one["unit"], one["definition"]]
        sheet.write_row(row, 0, [safe(value) for value in line])
        for title, value in one["also"]:
            row += 1
            sheet.write_row(row, 0, [safe(f"其中：{title}"), float(value)])
    return row + 1


def _charts(book: Any, charts: list[dict[str, Any]], bold: Any) -> None:
    sheet = book.add_worksheet("图表")
    sheet.set_column(0, 0, WIDE)
    row = 0
    for one in charts:
        sheet.write(row, 0, safe(one["title"]), bold)
        begin = row + 1
        for at, bar in enumerate(one["rows"]):
            value = bar["number"] if bar["number"] is not None else bar["said"]
            sheet.write_row(begin + at, 0, [safe(bar["name"]), value])
        end = begin + max(len(one["rows"]) - 1, 0)
        if one["rows"]:
            chart = book.add_chart({"type": "bar"})
            chart.add_series(
                {
                    "name": one["title"],
                    "categories": ["图表", begin, 0, end, 0],
                    "values": ["图表", begin, 1, end, 1],
                    "data_labels": {"value": True},
                    "fill": {"color": "#1f5fa8"},
                }
            )
            chart.set_legend({"none": True})
            chart.set_title({"name": one["title"], "name_font": {"size": 11}})
            chart.set_y_axis({"reverse": True})
            sheet.insert_chart(row, 3, chart, {"x_scale": 1.1})
        row = max(end + 2, row + HEIGHT)


def _list(book: Any, one: dict[str, Any], number: int, bold: Any) -> None:
    name = f"明细{number} {one['title']}".translate(UNFIT)[:31]
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, max(0, len(one["columns"]) - 1), 18)
    sheet.write_row(0, 0, [safe(title) for title in one["columns"]], bold)
    for at, row in enumerate(one["rows"], 1):
        sheet.write_row(at, 0, [safe(value) for value in row])

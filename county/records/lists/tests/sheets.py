"""Sheets for the tests: honest ones and hostile ones."""

from __future__ import annotations

import csv
import io
import zipfile

import xlsxwriter

HEAD = ["姓名", "手机号", "身份证号", "住址", "镇街道", "备注栏"]


def xlsx(*rows: list[object]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, str) and cell.startswith("="):
                    sheet.write_formula(at, column, cell)
                else:
                    sheet.write(at, column, cell)
    return out.getvalue()


def text(*rows: list[object], encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def bomb() -> bytes:
    """A workbook that unpacks to 200 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"<row>" * (40 << 20))
        parts.writestr("[Content_Types].xml", b"<Types/>")
    return out.getvalue()


def wide() -> bytes:
    """A workbook of two cells, the second in the last corner of the largest sheet there is."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "姓名")
        sheet.write(1_048_575, 16_383, "远")
    return out.getvalue()


def lying() -> bytes:
    """A workbook with an entity that grows, and parts that are not there."""
    out = io.BytesIO()
    xml = b'<!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
    with zipfile.ZipFile(out, "w") as parts:
        for name in ("[Content_Types].xml", "_rels/.rels", "xl/workbook.xml",
                     "xl/_rels/workbook.xml.rels", "xl/worksheets/sheet1.xml"):  # fmt: skip
            parts.writestr(name, xml)
    return out.getvalue()

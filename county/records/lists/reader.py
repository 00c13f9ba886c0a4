"""A child that turns a sheet into JSON under limits: `python -m county.records.lists.reader`.

It gets the file on its standard input and has no database, no keys and little memory, so that a
bomb or a broken file ends this process and nothing else.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineWorkbook

MEMORY, SECONDS = 1 << 30, 20
MOST_ROWS, MOST_COLUMNS, LONGEST = 10_000, 60, 500
UNPACKED, PARTS, RATIO = 120 << 20, 2_000, 200
"""Bytes, parts and growth of an unpacked workbook beyond which it is taken for a bomb."""


class Unreadable(ValueError):  # noqa: N818 - says what happened
    """The file is no sheet that can be taken; the word says why."""


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of the first sheet that has any, as text; raises Unreadable."""
    if content[:4] == b"PK\x03\x04":
        return _shaped(_workbook(content))
    if content[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("old")
    if b"\x00" in content[:4096]:
        raise Unreadable("broken")
    return _shaped(_csv(content))


def _workbook(content: bytes) -> Iterable[list[Any]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise Unreadable("broken") from error
    if len(sizes) > PARTS or sum(sizes) > min(UNPACKED, len(content) * RATIO):
        raise Unreadable("bomb")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height > MOST_ROWS + 1:
            raise Unreadable("rows")
        if sheet.width > MOST_COLUMNS:
            raise Unreadable("columns")
        if sheet.height:
            return sheet.to_python(skip_empty_area=True)
    return []


def _csv(content: bytes) -> Iterable[list[Any]]:
    text = _decoded(content)
    head = text[:4000]
    delimiter = max(",;\t", key=head.count)
    csv.field_size_limit(1 << 20)
    try:
        return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise Unreadable("broken") from error


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("encoding")


def _shaped(rows: Iterable[list[Any]]) -> list[list[str]]:
    found: list[list[str]] = []
    for row in rows:
        cells = [_text(cell) for cell in row]
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MOST_COLUMNS:
            raise Unreadable("columns")
        found.append(cells)
        if len(found) > MOST_ROWS + 1:
            raise Unreadable("rows")
    return found


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date):
        cell = cell.isoformat()
    return str(cell).replace("\x00", "").strip()[:LONGEST]


def main() -> int:
    """Read standard input, write JSON: the rows, or the word of what is wrong."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    try:
        told: dict[str, Any] = {"rows": rows_of(sys.stdin.buffer.read())}
    except Unreadable as error:
        told = {"error": str(error)}
    sys.stdout.write(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())

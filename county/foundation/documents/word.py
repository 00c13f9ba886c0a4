"""A paper as DOCX, from a template that an office can restyle in Word."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from markupsafe import Markup, escape
from PIL import Image

from county.design import qrcodes
from county.foundation.documents.composing import DRAFT, Mark, Part, as_draft, composed
from county.foundation.documents.press import NotSet
from county.foundation.documents.pressing import LAYOUT
from county.kernel.papers import Paper
from county.kernel.text import shorten

LINE = 156
"""Millimetres of a line."""
LONGEST_BAR = 76
"""Millimetres of the longest bar of a chart."""
INK = "#1f5fa8"
MEDIA = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(paper: Paper, *, at: datetime, mark: Mark | None = None, draft: bool = False) -> bytes:
    """The paper as DOCX, with the words of its PDF; the same paper at a time is the same bytes.

    Raises NotSet where SIWEI_PAPER names no template.
    """
    paper = as_draft(paper) if draft else paper
    template = _template()
    square = io.BytesIO(qrcodes.png(mark.address, module=6)) if mark else None
    parts = composed(paper, mark)
    context = {
        "layout": str(paper.layout),
        "parts": _with_bars(template, _as_xml(parts)),
        "draft": DRAFT if draft else "",
        "qr": InlineImage(template, square, width=Mm(18)) if square else "",
    }
    template.render(context, autoescape=True)
    _set_widths(template.docx, parts)
    about = template.docx.core_properties
    about.title, about.author = shorten(paper.heading, 200), shorten(paper.organ, 200)
    about.last_modified_by = about.author
    about.created = about.modified = at.astimezone(UTC).replace(tzinfo=None)
    out = io.BytesIO()
    template.save(out)
    return _dated(out.getvalue())


def _template() -> DocxTemplate:
    """The office's own template where there is one; raises NotSet for one that is none."""
    place = Path(settings.SIWEI_PAPER or LAYOUT / "paper.docx")
    if not zipfile.is_zipfile(place):
        raise NotSet(_("The Word template of papers cannot be read: see SIWEI_PAPER."))
    return DocxTemplate(place)


def _set_widths(document: Any, parts: list[Part]) -> None:
    """Give the columns of each table the shares that the paper names."""
    tables = [part for part in parts if part["role"] in ("fields", "table", "bars", "imprint")]
    for part, table in zip(tables, document.tables, strict=False):
        for column, share in zip(table.columns, part.get("widths", ()), strict=False):
            column.width = Mm(LINE * share / sum(part["widths"]))
            for cell in column.cells:
                cell.width = column.width


def _with_bars(template: DocxTemplate, parts: list[Part]) -> list[Part]:
    """Each bar of a chart as a picture of its length: Word prints it sharp, and it is no font's."""
    for part in parts:
        if part["role"] == "bars":
            part["rows"] = [
                [*row, _bar(template, share) if share else ""]
                for row, share in zip(part["rows"], part["shares"], strict=True)
            ]
    return parts


def _bar(template: DocxTemplate, share: float) -> InlineImage:
    length = max(0.4, LONGEST_BAR * share)
    return InlineImage(template, io.BytesIO(_ink()), width=Mm(length), height=Mm(3.5))


@cache
def _ink() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8), INK).save(out, "PNG")
    return out.getvalue()


def _as_xml(value: Any) -> Any:
    """Every text escaped; low lines as well, since docxtpl reads `{_{` as its own mark."""
    if isinstance(value, str):
        return Markup(str(escape(value)).replace("_", "&#95;"))  # noqa: S704 - just escaped
    if isinstance(value, list):
        return [_as_xml(one) for one in value]
    if isinstance(value, dict):
        return {key: _as_xml(one) for key, one in value.items()}
    return value


def _dated(content: bytes) -> bytes:
    """The same package with every entry of one date: an archive has no clock of its own."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return out.getvalue()

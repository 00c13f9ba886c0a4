"""Read a sheet in a child process; raise in words what is wrong with it."""

from __future__ import annotations

import json
import subprocess
import sys

from django.conf import settings
from django.utils.translation import gettext as _

from county.kernel.errors import Refused

LARGEST = 5 * 1024 * 1024
PATIENCE = 30


class SheetRefused(Refused):
    """This file is no list that can be taken."""

    status = 422


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of the sheet as text, headings first; raises SheetRefused."""
    if not content:
        raise SheetRefused(_("The file is empty."))
    if len(content) > LARGEST:
        raise SheetRefused(_("The file is larger than 5 MB. Divide the list."))
    try:
        done = subprocess.run(
            [sys.executable, "-m", "county.records.lists.reader"],
            input=content,
            capture_output=True,
            timeout=PATIENCE,
            cwd=settings.ROOT,
            env={"PATH": "", "PYTHONPATH": str(settings.ROOT)},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise SheetRefused(_sentence("bomb")) from None
    if done.returncode != 0:
        raise SheetRefused(_sentence("broken"))
    told = json.loads(done.stdout)
    if "error" in told:
        raise SheetRefused(_sentence(told["error"]))
    rows: list[list[str]] = told["rows"]
    return rows


def _sentence(code: str) -> str:
    return {
        "old": _("This is the old Excel format (.xls). Save it as .xlsx or CSV."),
        "bomb": _("This file unpacks to far more than it says. It is not taken."),
        "rows": _("The list has more than 10,000 rows. Divide it."),
        "columns": _("The list has more than 60 columns. Keep only those that are needed."),
        "encoding": _("The text is neither UTF-8 nor GB18030. Save it as UTF-8."),
    }.get(code, _("The file is broken, or is no sheet. Open it, save it as .xlsx, try again."))

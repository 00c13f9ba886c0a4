"""Facts about lists; they never say who is on them."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class ListChecked(Fact, kind="lists.list_checked", about="import_id", title=_("List checked")):
    import_id: str
    good: int
    bad: int
    double: int


@dataclass(frozen=True, kw_only=True)
class CheckDue(Fact, kind="lists.check_due", about="import_id", title=_("Rows to be checked")):
    import_id: str


@dataclass(frozen=True, kw_only=True)
class BatchDue(Fact, kind="lists.batch_due", about="import_id", title=_("Rows to be brought in")):
    import_id: str


@dataclass(frozen=True, kw_only=True)
class ListBroughtIn(
    Fact, kind="lists.list_brought_in", about="import_id", title=_("List brought in")
):
    import_id: str
    made: int


@dataclass(frozen=True, kw_only=True)
class ListUndone(Fact, kind="lists.list_undone", about="import_id", title=_("Import undone")):
    import_id: str
    taken_back: int
    kept: int


@dataclass(frozen=True, kw_only=True)
class ExportAsked(Fact, kind="lists.export_asked", about="export_id", title=_("Export asked for")):
    export_id: str
    people: int


@dataclass(frozen=True, kw_only=True)
class ExportMade(Fact, kind="lists.export_made", about="export_id", title=_("Export made")):
    export_id: str
    people: int


@dataclass(frozen=True, kw_only=True)
class ExportTaken(Fact, kind="lists.export_taken", about="export_id", title=_("Export taken")):
    export_id: str

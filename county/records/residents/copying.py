"""A copy of everything kept of a person, as the data maps of all apps say it (E16).

Each app's `data_map.toml` classifies every column of its tables and says how a row leads to a
resident; a structure test refuses a column that none of them names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.models import DateTimeField, Field, Model, UUIDField
from django.utils.encoding import force_str
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.foundation.events.registry import KINDS
from county.kernel import clock
from county.kernel.dimension import county_apps
from county.kernel.fields import SealedTextField, reveal
from county.kernel.saying import said
from county.kernel.sealing import SealingError
from county.records.places.queries import name_of
from county.records.residents.models import Resident
from county.records.residents.naming import scope_name
from county.records.residents.queries import current, given_up_to

MOST = 20_000
"""Rows of one table in one copy."""


@dataclass(frozen=True)
class Table:
    """One table as its app's map tells of it."""

    app: str
    model: str
    resident: str = ""
    actor: str = ""
    purpose: str = ""
    purpose_zh: str = ""
    copied: tuple[str, ...] = ()
    personal: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()
    leave_out: dict[str, Any] = field(default_factory=dict)

    @property
    def of_persons(self) -> bool:
        """Whether its rows lead to a resident."""
        return bool(self.resident or self.actor)

    def kind(self) -> type[Model]:
        """The model itself."""
        return apps.get_model(self.app, self.model)


@cache
def tables() -> tuple[Table, ...]:
    """Every table that a map names, app by app."""
    found = []
    for config in county_apps():
        file = Path(config.path) / "data_map.toml"
        if not file.exists():
            continue
        for model, told in tomllib.loads(file.read_text(encoding="utf-8")).items():
            lists: dict[str, Any] = {
                k: tuple(v) if isinstance(v, list) else v for k, v in told.items()
            }
            found.append(Table(app=config.label, model=model, **lists))
    return tuple(found)


def copy_of(resident: Resident) -> dict[str, Any]:
    """Everything kept of the person: by table its purpose, its columns' names, and the rows."""
    whole = current(resident)
    keys = [whole.pk, *(one.pk for one in given_up_to(whole))]
    found = ((table, _rows(table, keys)) for table in tables() if table.of_persons)
    parts = [_part(table, rows) for table, rows in found if rows]
    return {
        "file": whole.number,
        "made_at": plain(clock.now()),
        "complete": True,
        "tables": parts,
    }


def _part(table: Table, rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "table": f"{table.app}.{table.model}",
        "title": force_str(_options(table.kind()).verbose_name),
        "purpose": table.purpose_zh,
        "purpose_en": table.purpose,
        "columns": {name: _title(table.kind(), name) for name in table.copied},
        "rows": rows,
    }


def _rows(table: Table, keys: list[Any]) -> list[dict[str, Any]]:
    lookup = (
        {f"{table.actor}__in": [f"resident:{key}" for key in keys]}
        if table.actor
        else {f"{table.resident}__in": keys}
    )
    manager = table.kind()._default_manager  # noqa: SLF001 - Django's documented name
    rows = manager.filter(**lookup)
    left_out = {
        name: clock.today() if value == "today" else value
        for name, value in table.leave_out.items()
    }
    rows = (rows.exclude(**left_out) if left_out else rows).order_by("pk")[:MOST]
    return [{name: _value(row, name) for name in table.copied} for row in rows]


def _value(row: Model, name: str) -> Any:
    column = _field(type(row), name)
    if isinstance(column, SealedTextField):
        try:
            return reveal(row, column.name)
        except SealingError:
            return None  # an older seal whose key is gone; nothing of it is known any more
    return plain(getattr(row, name))


def plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, str):
        return said(value)
    if value is None or isinstance(value, bool | int | float | list | dict):
        return value
    return force_str(value)


def _title(model: type[Model], name: str) -> str:
    return force_str(_field(model, name).verbose_name)


def _field(model: type[Model], name: str) -> Field[Any, Any]:
    for column in _options(model).concrete_fields:
        if name in (column.attname, column.name):
            return column  # type: ignore[no-any-return]
    raise LookupError(f"{model.__name__} has no column {name}")


def _options(model: type[Model]) -> Any:
    return model._meta  # noqa: SLF001 - Django's documented name for a model's options


NOT_READ = {"id", "resident_id", "subject", "facts", "about", "name_masked", "phone_masked",
            "identity_masked", "address_masked"}  # fmt: skip
"""Columns that a machine's copy has and that tell a reader nothing."""


CHANNELS = {
    "web": gettext_lazy("the county's page"),
    "wecom": gettext_lazy("WeCom customer service"),
    "wecom_chat": gettext_lazy("chat with an officer in WeCom"),
    "api": gettext_lazy("another system"),
}
Reader = Callable[[Any], str]
READERS: dict[tuple[str, str], Reader] = {}
"""How apps above put a column's value in words, by table and column; see `reads`."""


def reads(table: str, column: str) -> Callable[[Reader], Reader]:
    """Let this function put a column's value in words for the person whose copy it is."""

    def lend(reader: Reader) -> Reader:
        READERS[table, column] = reader
        return reader

    return lend


def readable(copy: dict[str, Any]) -> list[dict[str, Any]]:
    """The copy for people: what each table is for, and its rows in words, empty cells left out."""
    return [
        {**part, "lines": [_line(part, row) for row in part["rows"]]} for part in copy["tables"]
    ]


def _line(part: dict[str, Any], row: dict[str, Any]) -> list[tuple[str, str]]:
    model = apps.get_model(part["table"])
    return [
        (title, words)
        for name, title in part["columns"].items()
        if name not in NOT_READ and (words := _told(part["table"], model, name, row[name]))
    ]


def _told(table: str, model: type[Model], name: str, value: Any) -> str:
    """A value in words; nothing for keys, which only tie rows together."""
    reader = READERS.get((table, name))
    if reader is not None:
        return reader(value) if value else ""
    column = _field(model, name)
    if column.is_relation or isinstance(column, UUIDField):
        return ""
    return _words(column, name, value)


def _words(column: Field[Any, Any], name: str, value: Any) -> str:
    if value is None or value is False or value in ("", [], {}):
        return ""
    if value is True:
        return force_str(_("yes"))
    if name in ("town_code", "area_code"):
        return name_of(str(value))
    if name == "kind" and str(value) in KINDS:
        return force_str(KINDS[str(value)].title)
    if name == "channel":
        return str(force_str(CHANNELS.get(str(value), value)))
    if name == "scope":
        return str(scope_name(str(value)))
    if isinstance(column, DateTimeField):
        return str(value)[:16].replace("T", " ")
    return str(dict(column.flatchoices).get(value, value))

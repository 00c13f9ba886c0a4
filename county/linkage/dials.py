"""A rule's parameters: what staff may turn, within which bounds, and on what basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

P = TypeVar("P", bound="Dials")


@dataclass(frozen=True, slots=True)
class Dials:
    """The parameters of one rule; each field is made by `dial`."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How a parameter is shown on its form, and between which values it may stand."""

    title: StrOrPromise
    unit: StrOrPromise
    low: int
    high: int
    basis: StrOrPromise


def dial(
    default: int,
    *,
    title: StrOrPromise,
    unit: StrOrPromise,
    low: int,
    high: int,
    basis: StrOrPromise,
) -> Any:
    """A whole number that staff may turn between `low` and `high`, both included."""
    return field(default=default, metadata={"bounds": Bounds(title, unit, low, high, basis)})


def bounds(one: Field[Any]) -> Bounds:
    """How a parameter is shown, and between which values it may stand."""
    found: Bounds = one.metadata["bounds"]
    return found


def turned(kind: type[P], values: Mapping[str, Any]) -> P:
    """The parameters with these values; what is not named, or not known any more, is as built."""
    known = {one.name for one in fields(kind)}
    return kind(**{name: int(value) for name, value in values.items() if name in known})


def shown(dials: Dials) -> list[tuple[str, Bounds, int]]:
    """Each parameter: its name, its bounds and its value."""
    values = asdict(dials)
    return [(one.name, bounds(one), values[one.name]) for one in fields(dials)]

"""Whether a part of the program is on: asked of the database each time, so in force at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from county.foundation.events.models import Event
from county.foundation.switches.models import Off
from county.foundation.switches.registry import SWITCHES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True, slots=True)
class Line:
    """A switch as its page shows it."""

    name: str
    title: StrOrPromise
    off: Off | None


def is_on(name: str) -> bool:
    """Whether this part works; KeyError for a switch that nobody named."""
    if name not in SWITCHES:
        raise KeyError(name)
    return not Off.objects.filter(pk=name).exists()


def all_switches() -> list[Line]:
    """Every switch with what is known of its being off."""
    off = {one.pk: one for one in Off.objects.select_related("officer__department")}
    return [Line(name, title, off.get(name)) for name, title in SWITCHES.items()]


def history() -> list[Event]:
    """The last turns, the latest first."""
    return list(Event.objects.filter(kind="switches.turned").order_by("-id")[:50])

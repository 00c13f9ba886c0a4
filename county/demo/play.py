"""Plays the demonstration once: never beside real data, and whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connections, transaction

from county.demo import backdating
from county.demo.cast import DIRECTOR, appoint_all
from county.demo.events import PlayBegun, PlayEnded
from county.demo.programme import programme
from county.demo.stage import Stage
from county.demo.stations import Stations
from county.demo.stories import office
from county.foundation.channels.wecom.client import silence
from county.foundation.events.actions import announce
from county.foundation.events.models import Event
from county.kernel import clock

DAYS = 21
HISTORY = timedelta(days=200)
"""Suggestions take months: their stories begin long before the desk's."""
Told = Callable[[int], None]


class RealData(RuntimeError):  # noqa: N818 (what is there, in the office's words)
    """The database holds something that no play brought there."""


def play(*, days: int = DAYS, scale: float = 1.0, told: Told = lambda _percent: None) -> bool:
    """Play the last days up to now, unless they were; False if nothing was to be done.

    A play that was broken off is begun anew. `told` hears how many per cent are done.
    """
    backdating.demand_demo()
    if _happened(PlayEnded.kind):
        return False
    if _happened(PlayBegun.kind):
        backdating.clear()
    elif Event.objects.exists():
        raise RealData("This database was not made by the demonstration.")
    until = clock.now()
    begin = until - timedelta(days=days)
    stage = Stage(until=until)
    opened = until - max(HISTORY, until - begin)
    stage.at(opened, lambda: announce(PlayBegun(play_id="1"), by=DIRECTOR))
    stations = Stations(stage.at(opened, appoint_all))
    stage.enter_all(programme(begin, until, scale=scale, stations=stations))
    stage.enter(until, office.strikes())
    with silence():
        stage.play(_percent(begin, until, told))
    backdating.set_back(stage.moments)
    with transaction.atomic():
        announce(PlayEnded(play_id="1"), by=DIRECTOR)
    return True


def _happened(kind: str) -> bool:
    return Event.objects.filter(kind=kind).exists()


def _percent(begin: datetime, until: datetime, told: Told) -> Callable[[datetime], None]:
    """Tell each tenth of the way once."""
    reached = 0

    def hear(moment: datetime) -> None:
        nonlocal reached
        whole = max(until - begin, timedelta(seconds=1))
        percent = int(100 * ((moment - begin) / whole)) // 10 * 10
        if percent > reached:
            reached = percent
            told(percent)

    return hear


def leave() -> None:
    """Give the connections back before other processes begin."""
    connections.close_all()

"""Work that the clock starts."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from cronsim import CronSim
from django.db import transaction

from county.foundation.events.models import Tick
from county.kernel.clock import SHANGHAI

log = logging.getLogger(__name__)

Work = Callable[[], None]
WORKS: dict[str, tuple[str, Work]] = {}
CATCH_UP = timedelta(days=1)
"""A strike missed for longer than this is not made up for."""


def every(cron: str) -> Callable[[Work], Work]:
    """Run this function in the background at these times of the county; once, for all workers."""

    def schedule(function: Work) -> Work:
        WORKS[f"{function.__module__}.{function.__qualname__}"] = (cron, function)
        return function

    return schedule


def last_strike(cron: str, now: datetime) -> datetime | None:
    """The latest moment at or before `now` at which `cron` strikes, looking back one day."""
    local = now.astimezone(SHANGHAI)
    latest: datetime = next(CronSim(cron, local + timedelta(seconds=1), reverse=True))
    return latest if latest > local - CATCH_UP else None


def strike(now: datetime) -> list[str]:
    """Run all work that is due at `now` and that no worker has started; say which."""
    done = []
    for name, (cron, work) in WORKS.items():
        due = last_strike(cron, now)
        if due is None:
            continue
        try:
            with transaction.atomic():
                if not _claim(name, due):
                    continue
                work()
            done.append(name)
        except Exception:
            log.exception("%s, started by the clock, failed", name)
    return done


def _claim(name: str, due: datetime) -> bool:
    _tick, made = Tick.objects.get_or_create(name=name, defaults={"struck_at": due})
    if made:
        return False  # a new kind of work waits for its next strike
    return bool(Tick.objects.filter(name=name, struck_at__lt=due).update(struck_at=due))

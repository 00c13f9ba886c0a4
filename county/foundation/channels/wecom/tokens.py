"""What workers share of WeCom: a token, two tickets, what must be left alone (F-01 to F-05)."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256

from django.db import transaction

from county.foundation.channels.models import Access, Pause
from county.foundation.channels.wecom import errors
from county.foundation.channels.wecom.errors import Step, Unreachable, Waiting, WeComRefused
from county.kernel import clock, sealing
from county.kernel.fields import reveal, set_sealed

log = logging.getLogger(__name__)

EARLY = timedelta(minutes=5)
"""How long before its end a token is no longer used."""
BAN = timedelta(hours=1)
"""After a bad secret WeCom bans the caller for an hour (W 45009): the first wait, doubled after."""
LONGEST_BAN = timedelta(days=1)
STUMBLE, LONGEST_STUMBLE = timedelta(seconds=2), timedelta(minutes=2)
"""The first wait after a network fault or a busy answer, doubled each time, and its limit."""
UNSET = timedelta(minutes=1)
"""The first wait after a setting of the console was refused: it counts a minute after a change."""
BANNING = {
    errors.BAD_SECRET,
    errors.BAD_CORP,
    40091,
    41002,
    errors.NO_SECRET,
    errors.TOO_OFTEN,
}
"""Refusals whose repetition gets the caller banned."""
UNREACHABLE = 0
"""Kept as the code of a refusal when there was no answer at all."""


class Kept(StrEnum):
    """What is kept for all workers, by the interface that gives it out."""

    TOKEN = "gettoken"  # noqa: S105 - the name of an interface
    CORP_TICKET = "get_jsapi_ticket"
    """Signs a page for `config` (document 90506)."""
    APP_TICKET = "ticket/get"
    """Signs a page for `agentConfig`; one ticket cannot sign for the other (F-48)."""


@dataclass(frozen=True, slots=True)
class App:
    """One application of an enterprise in WeCom; each has a secret and a token of its own."""

    corp: str
    secret: str = field(repr=False)
    agent: int
    base_url: str

    @property
    def secrets(self) -> list[str]:
        """The Secret; while it is renewed the new one and the old one."""
        return [one.strip() for one in self.secret.split(",") if one.strip()]

    @property
    def name(self) -> str:
        """Under which its token is kept."""
        return f"wecom:{self.corp}:{self.agent}"

    def row(self, kept: Kept) -> str:
        """Under which its token or a ticket is kept."""
        return self.name if kept is Kept.TOKEN else f"{self.name}:{kept}"


@dataclass(frozen=True, slots=True)
class Issued:
    """A token or ticket as WeCom gave it out, for so many seconds."""

    token: str = field(repr=False)
    seconds: int


Fetch = Callable[[App], Issued]
"""Asks WeCom for a token; raises WeComRefused or Unreachable."""


def current(app: App, fetch: Fetch, kept: Kept = Kept.TOKEN) -> str:
    """The token or ticket to use now, fetched only if there is none.

    Outside any transaction only (RuntimeError), so that what was learnt is kept whatever the
    caller does. Raises WeComRefused, Waiting or Unreachable.
    """
    with transaction.atomic(durable=True):
        row, _made = Access.objects.get_or_create(pk=app.row(kept))
    return _usable(row, app) or _renewed(app, fetch, kept, failed="")


def renewed(app: App, fetch: Fetch, kept: Kept = Kept.TOKEN, *, failed: str) -> str:
    """Another token than the one that failed: one that a colleague fetched meanwhile, or a new one.

    Raises as `current` does.
    """
    return _renewed(app, fetch, kept, failed=failed)


def distrust(app: App, kept: Kept, *, older: timedelta) -> None:
    """Use no longer what was fetched so long ago: whoever was handed it says that it is bad."""
    Access.objects.filter(pk=app.row(kept), fetched_at__lt=clock.now() - older).update(
        good_until=None
    )


def forget(app: App) -> None:
    """Forget the token, the tickets and every refusal: an administrator has put something right."""
    Access.objects.filter(pk__in=[app.row(kept) for kept in Kept]).delete()


def _renewed(app: App, fetch: Fetch, kept: Kept, *, failed: str) -> str:
    with transaction.atomic(durable=True):
        row = Access.objects.select_for_update().get_or_create(pk=app.row(kept))[0]
        known = _usable(row, app)
        if known and known != failed:
            return known
        _must_not_wait(row, app, kept)
        trouble: WeComRefused | Unreachable | None = None
        try:
            _keep(row, app, fetch(app))
        except (WeComRefused, Unreachable) as error:
            trouble = error
            if not _is_about_the_token(error):
                _back_off(row, app, error)
        row.save()
    if trouble:
        raise trouble
    return reveal(row, "token")


def _is_about_the_token(error: WeComRefused | Unreachable) -> bool:
    """Whether a ticket was refused for the token that asked: it is asked for again with another."""
    return isinstance(error, WeComRefused) and error.step is Step.REFRESH


def refuse_if_paused(app: App, interface: str) -> None:
    """Raises Waiting while the interface is paused."""
    until = paused_until(app, interface)
    if until:
        raise Waiting(errors.TOO_OFTEN, interface, until)


def paused_until(app: App, interface: str) -> datetime | None:
    """When the interface may be called again; None for now."""
    found = Pause.objects.filter(pk=_pause(app, interface), until__gt=clock.now()).first()
    return found.until if found else None


def pause(app: App, interface: str) -> datetime:
    """Leave the interface alone after a 45009, all workers; until when.

    WeCom blocks for a minute, an hour or the day and does not say which (document 90312), so the
    wait grows when the block outlasts it. Outside any transaction only (RuntimeError).
    """
    with transaction.atomic(durable=True):
        now = clock.now()
        row, made = Pause.objects.select_for_update().get_or_create(
            pk=_pause(app, interface), defaults={"until": _end(now, 1)}
        )
        if not made and row.until <= now:  # else a colleague has just paused it
            row.times = row.times + 1 if now - row.until < BAN else 1
            row.until = _end(now, row.times)
            row.save()
    log.warning("%s is paused until %s", row.name, row.until)
    return row.until


def _end(now: datetime, times: int) -> datetime:
    if times == 1:
        return now + timedelta(minutes=1)
    return now + BAN if times == 2 else max(clock.end_of_day(clock.day_of(now)), now + BAN)


def _pause(app: App, interface: str) -> str:
    return f"{app.name} {interface}"


def _usable(row: Access, app: App) -> str:
    """The row's token if it is good for a while and was got with today's secret, else ""."""
    if row.good_until is None or row.good_until <= clock.now() or row.secret_mark is None:
        return ""
    return reveal(row, "token") if bytes(row.secret_mark) == _mark(app) else ""


def _must_not_wait(row: Access, app: App, kept: Kept) -> None:
    """Raises while an earlier refusal counts; a new secret, for one, wipes it away."""
    same_secret = row.secret_mark is not None and bytes(row.secret_mark) == _mark(app)
    if not same_secret or row.not_before is None or row.not_before <= clock.now():
        return
    if row.refused_code is None or row.refused_code == UNREACHABLE:
        raise Unreachable
    raise Waiting(row.refused_code, kept.value, row.not_before)


def _keep(row: Access, app: App, issued: Issued) -> None:
    now, life = clock.now(), timedelta(seconds=issued.seconds)
    set_sealed(row, "token", issued.token)
    row.fetched_at, row.good_until = now, now + max(life - EARLY, life / 2)
    row.secret_mark = _mark(app)
    row.refusals, row.refused_code, row.not_before = 0, None, None


def _back_off(row: Access, app: App, error: WeComRefused | Unreachable) -> None:
    if row.secret_mark is None or bytes(row.secret_mark) != _mark(app):
        row.refusals, row.secret_mark = 0, _mark(app)
        row.token, row.good_until = None, None
    code = error.code if isinstance(error, WeComRefused) else UNREACHABLE
    if row.refused_code is None or _patience(row.refused_code) != _patience(code):
        row.refusals = 0
    first, longest = _patience(code)
    row.not_before = clock.now() + min(first * 2 ** min(row.refusals, 10), longest)
    row.refusals, row.refused_code = row.refusals + 1, code
    log.warning("nothing for %s (code %s) before %s", row.name, code, row.not_before)


def _patience(code: int) -> tuple[timedelta, timedelta]:
    """The first wait after this code, and the longest."""
    if code in BANNING:
        return BAN, LONGEST_BAN
    meaning = errors.MEANINGS.get(code)
    passing = code == UNREACHABLE or (meaning is not None and meaning.step is Step.RETRY)
    return (STUMBLE, LONGEST_STUMBLE) if passing else (UNSET, BAN)


def _mark(app: App) -> bytes:
    """What tells one secret from another; a blind index alone would not see a letter's case."""
    return sealing.blind_index("channel_token", sha256(app.secret.encode()).hexdigest())

"""Officers of a department; who holds a permit; whose key this is."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from county.foundation.staff.models import Key, Leave, Officer
from county.kernel import clock

_MEMORY = 2.0
"""Seconds a key's row is believed without asking again: the time a revocation takes to bite."""
_known: dict[str, tuple[float, Key | None]] = {}


def officers() -> QuerySet[Officer]:
    """Officers in service, with their post and department."""
    return Officer.objects.filter(is_active=True).select_related("post", "department")


def officer_in_wecom(account: str) -> Officer | None:
    """The officer in service with this account in WeCom (userid)."""
    known = bool(account) and "\x00" not in account
    return officers().filter(wecom_id=account).first() if known else None


def holders(permit: str, *, area: str = "") -> QuerySet[Officer]:
    """Officers in service whose post includes `permit` and who work in `area` or county-wide."""
    able = officers().filter(post__permits__contains=[permit])
    if not area:
        return able
    town = area[:9]
    return able.filter(
        Q(post__county_wide=True)
        | Q(areas__overlap=[area, town])
        | Q(areas=[], department__areas__overlap=[area, town])
    )


def colleagues(officer: Officer) -> QuerySet[Officer]:
    """Everyone in service in the officer's department."""
    return officers().filter(department_id=officer.department_id).order_by("name")


def digest(secret: str) -> bytes:
    """What is kept of a key: it has 256 random bits, so a plain digest cannot be guessed back."""
    return hashlib.sha256(secret.encode()).digest()


def key_of(secret: str) -> Key | None:
    """The valid key with this secret, remembered for two seconds."""
    if not secret.isprintable():
        return None
    prefix, now = secret[:12], time.monotonic()
    at, key = _known.get(prefix, (-_MEMORY, None))
    if now - at >= _MEMORY:
        key = (
            Key.objects.filter(
                prefix=prefix, revoked_at__isnull=True, expires_at__gt=timezone.now()
            )
            .select_related("department", "officer__post", "officer__department")
            .first()
        )
        if len(_known) > 1000:
            _known.clear()
        _known[prefix] = (now, key)
    if key is None or not hmac.compare_digest(bytes(key.digest), digest(secret)):
        return None
    return key


def names_of(actors: Iterable[str]) -> dict[str, str]:
    """The names of those actors who are officers, by their words in the event log."""
    numbers = [
        int(actor[8:]) for actor in actors if actor.startswith("officer:") and actor[8:].isdecimal()
    ]
    rows = Officer.objects.filter(pk__in=numbers).values_list("pk", "name")
    return {f"officer:{number}": name for number, name in rows}


def people(words: str) -> QuerySet[Officer]:
    """Everyone who has or had a desk, by name or department."""
    everyone = Officer.objects.select_related("post", "department")
    if not words:
        return everyone
    return everyone.filter(Q(name__contains=words) | Q(department__name__contains=words))


def keys() -> QuerySet[Key]:
    """The keys of other systems, latest first."""
    return Key.objects.select_related("department").order_by("-issued_at")


def leaves(on: date) -> QuerySet[Leave]:
    """The leaves that hold on a day."""
    rows = Leave.objects.filter(from_on__lte=on, until_on__gte=on, ended_at=None)
    return rows.select_related(
        "officer__post", "officer__department", "delegate__post", "delegate__department"
    )


def leaves_of(officers_: Collection[int]) -> QuerySet[Leave]:
    """The leaves of these officers that run or lie ahead, the earliest first."""
    rows = Leave.objects.filter(
        officer__in=officers_, until_on__gte=clock.today(), ended_at__isnull=True
    )
    return rows.select_related("officer", "delegate").order_by("from_on", "pk")


def could_stand_in(delegate: Officer, officer: Officer) -> bool:
    """Whether a delegate's post holds all that the officer's does, and reaches as far."""
    wide = delegate.reach is None or (officer.reach is not None and officer.reach <= delegate.reach)
    same = delegate.department.house == officer.department.house
    able = delegate.is_active and officer.permits <= delegate.permits
    return delegate.pk != officer.pk and same and able and wide


def delegates(officer: Officer) -> list[Officer]:
    """Who could stand in for an officer, the own department's first."""
    able = officers().filter(post__permits__contains=sorted(officer.permits))
    found = [one for one in able if could_stand_in(one, officer)]
    return sorted(found, key=lambda one: (one.department_id != officer.department_id, one.name))


def stand_ins(absent: Collection[int]) -> list[tuple[int, Officer]]:
    """Who stands in today for those of these officers who are away, by the absent officer."""
    held = leaves(clock.today()).filter(officer__in=absent)
    return [
        (one.officer_id, one.delegate) for one in held if could_stand_in(one.delegate, one.officer)
    ]


def absent_for(officer: Officer) -> list[Officer]:
    """For whom an officer stands in today."""
    held = leaves(clock.today()).filter(delegate=officer)
    return [one.officer for one in held if could_stand_in(officer, one.officer)]

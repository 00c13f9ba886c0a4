"""Appoint, dismiss, sign in; issue and revoke keys."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.staff.access import Permit
from county.foundation.staff.events import (
    KeyIssued,
    KeyRevoked,
    LeaveEnded,
    LeaveEntered,
    OfficerAppointed,
    OfficerDismissed,
    OfficerSignedIn,
)
from county.foundation.staff.models import Department, Key, Leave, Officer, Post
from county.foundation.staff.policy import Holder, demand
from county.foundation.staff.queries import could_stand_in, digest
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused

FAILURES_ALLOWED = 5
"""Wrong passwords before an account is locked (等保 8.1.4.1; local design value)."""
LOCK = timedelta(minutes=30)
SHORTEST_PASSWORD = 12
LONGEST_LEAVE = timedelta(days=180)
HARMLESS = (
    "worklist.", "transparency.", "staff.", "site.", "audit.", "switches.", "enterprises.",
    "procuracy.", "visits.", "linkage.", "dashboard.", "figures.", "outside.", "reports.",
    "incidents.counts",
)  # fmt: skip
"""Permits whose pages show nothing of a resident but what a task was given for.

Of visits another house sees those to enterprises only (county.records.visits.queries); of what a
rule did, only what it may open anyway (county.linkage.queries); of figures that are not its own,
counts in which few are hidden (county.foundation.figures.queries).
"""


def demand_own_house(department: Department, permits: Iterable[str]) -> None:
    """Refuse a department outside the police any permit on residents' data.

    There is no sharing between departments: whoever needs it first makes the expiring agreement,
    with purpose and law, that this program does not have (security.md E20).
    """
    if not department.is_another_house:
        return
    if shared := [one for one in permits if not one.startswith(HARMLESS)]:
        raise Refused(
            _("Residents' data are not shared with other departments: %s") % ", ".join(shared)
        )


@transaction.atomic
def appoint(
    *,
    username: str,
    name: str,
    department: Department,
    post: Post,
    by: Actor,
    areas: list[str] | None = None,
    password: str | None = None,
    wecom_id: str = "",
) -> Officer:
    """Give a person a desk. Without a password only another way of signing in will work.

    `wecom_id` is the person's account in WeCom (userid), where there is one. Raises Refused for a
    post that reads residents' data in a department that is not the police's.
    """
    if password is not None and len(password) < SHORTEST_PASSWORD:
        raise Refused(_("A password has at least twelve characters."))
    demand_own_house(department, post.permits)
    officer = Officer(
        username=username,
        name=name,
        department=department,
        post=post,
        areas=areas or [],
        wecom_id=wecom_id or None,
    )
    officer.password = make_password(password)
    officer.save()
    announce(OfficerAppointed(officer_id=officer.pk, post=post.pk), by=by)
    return officer


@transaction.atomic
def dismiss(officer: Officer, *, by: Officer) -> None:
    """Close an officer's desk at once; what the officer handled stays and is handed over."""
    demand(by, Permit.MANAGE)
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    announce(OfficerDismissed(officer_id=officer.pk), by=by)


def recognise(username: str, password: str) -> Officer | None:
    """The officer with this name and password, or None.

    Five wrong tries lock the account for a while; nothing tells a locked account from a wrong
    password, nor a known name from an unknown one.
    """
    officer = Officer.objects.filter(username=username[:40], is_active=True).first()
    if officer is None:
        make_password(password[:200])  # as slow as a real check, so that names cannot be guessed
        return None
    if officer.locked_until and officer.locked_until > timezone.now():
        return None
    if not check_password(password[:200], officer.password):
        _count_failure(officer)
        return None
    return enter(officer)


def _count_failure(officer: Officer) -> None:
    officer.failures += 1
    if officer.failures >= FAILURES_ALLOWED:
        officer.failures, officer.locked_until = 0, timezone.now() + LOCK
    officer.save(update_fields=["failures", "locked_until"])


@transaction.atomic
def enter(officer: Officer) -> Officer:
    """Note that the officer has come to the desk."""
    officer.failures, officer.locked_until = 0, None
    officer.save(update_fields=["failures", "locked_until"])
    announce(OfficerSignedIn(officer_id=officer.pk), by=officer)
    return officer


@transaction.atomic
def issue_key(
    *,
    name: str,
    department: Department,
    permits: list[str],
    days: int,
    by: Holder,
    officer: Officer | None = None,
) -> tuple[Key, str]:
    """Issue a key and come back with its secret, which is shown this once and never kept."""
    demand(by, Permit.KEYS)
    if excess := [permit for permit in permits if not by.has(permit)]:
        raise Refused(
            _("You cannot pass on what your post does not include: %s") % ", ".join(excess)
        )
    demand_own_house(department, permits)
    secret = "sw_" + secrets.token_urlsafe(32)
    key = Key.objects.create(
        name=name,
        prefix=secret[:12],
        digest=digest(secret),
        department=department,
        officer=officer,
        permits=permits,
        expires_at=timezone.now() + timedelta(days=days),
    )
    announce(KeyIssued(key_id=key.pk, name=name), by=by)
    return key, secret


@transaction.atomic
def revoke_key(key: Key, *, by: Holder) -> None:
    """Make a key worthless within two seconds."""
    demand(by, Permit.KEYS)
    key.revoked_at = timezone.now()
    key.save(update_fields=["revoked_at"])
    announce(KeyRevoked(key_id=key.pk), by=by)


@transaction.atomic
def enter_leave(
    officer: Officer, *, delegate: Officer, from_on: date, until_on: date, by: Officer
) -> Leave:
    """Let a delegate stand in for an officer from one day to another; supervisors enter it too.

    Raises NotAllowed for somebody else's leave, Incomplete for days that cannot be, Refused for a
    delegate whose post holds less, who is away as well, or where the days overlap.
    """
    _demand_own(officer, by)
    if not clock.today() <= until_on or until_on < from_on:
        raise Incomplete(_("The last day lies before the first, or has passed."))
    if until_on - from_on > LONGEST_LEAVE:
        raise Incomplete(_("A leave is entered for 180 days at most."))
    if not could_stand_in(delegate, officer):
        raise Refused(
            _("%s cannot stand in: it takes the same permits and the same areas of work.")
            % delegate
        )
    # Both rows in one order: two leaves that would name each other meet here.
    list(
        Officer.objects.select_for_update().filter(pk__in=(officer.pk, delegate.pk)).order_by("pk")
    )
    days = Leave.objects.filter(from_on__lte=until_on, until_on__gte=from_on, ended_at__isnull=True)
    if days.filter(officer=officer).exists():
        raise Refused(_("%s is on leave in these days already.") % officer)
    if days.filter(officer=delegate).exists():
        raise Refused(_("%s is away in these days.") % delegate)
    if days.filter(delegate=officer).exists():
        raise Refused(_("%s stands in for somebody in these days.") % officer)
    leave = Leave(
        officer=officer, delegate=delegate, from_on=from_on, until_on=until_on, entered_by=by
    )
    leave.save()
    entered = LeaveEntered(
        officer_id=officer.pk, leave_id=leave.pk, delegate_id=delegate.pk,
        from_on=from_on.isoformat(), until_on=until_on.isoformat(),
    )  # fmt: skip
    announce(entered, by=by)
    return leave


@transaction.atomic
def end_leave(leave: Leave, *, by: Officer) -> Leave:
    """Be back earlier: from now on nobody stands in."""
    _demand_own(leave.officer, by)
    leave = Leave.objects.select_for_update(of=("self",)).get(pk=leave.pk)
    if leave.ended_at is not None:
        raise Refused(_("This leave has ended already."))
    leave.ended_at = clock.now()
    leave.save(update_fields=["ended_at"])
    announce(LeaveEnded(officer_id=leave.officer_id, leave_id=leave.pk), by=by)
    return leave


def _demand_own(officer: Officer, by: Officer) -> None:
    if officer.pk == by.pk:
        return
    demand(by, Permit.LEAVE)
    if by.reach is not None and by.department_id != officer.department_id:
        raise NotAllowed(_("%s belongs to another department.") % officer)
    if by.department.house != officer.department.house:
        raise NotAllowed(_("%s belongs to another department.") % officer)

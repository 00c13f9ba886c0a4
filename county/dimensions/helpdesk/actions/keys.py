"""The keys of the units that handle leads: made, given another passphrase, brought back, renewed.

A passphrase passes through here and is kept nowhere. Whoever has database and keys folder but no
passphrase reads nothing of what was sealed to a unit (security §2.6).
"""

from __future__ import annotations

from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.events import UnitKeyChanged
from county.dimensions.helpdesk.models import UnitKey
from county.dimensions.helpdesk.queries import leads as asked
from county.foundation.events.actions import announce
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.kernel import boxes, clock
from county.kernel.ciphers import NotOpened
from county.kernel.errors import NotAllowed, Refused
from county.kernel.limits import Limit

SHORTEST = 12
"""Characters of a passphrase; local design value."""
TRIES = Limit(10, 3600)
"""Wrong passphrases of one officer within an hour; local design value."""


class WrongPassphrase(Refused):
    """The passphrase opens nothing."""

    status = 403


def unlock(key: UnitKey, passphrase: str, *, by: Officer) -> bytes:
    """The unit's private key, for this one answer; raises WrongPassphrase."""
    if TRIES.count(by.actor) >= TRIES.most:
        raise WrongPassphrase(_("Too many wrong passphrases. Try again in an hour."))
    try:
        return boxes.unwrap(passphrase, bytes(key.wrapped), key.place)
    except NotOpened:
        TRIES.take(by.actor)
        raise WrongPassphrase(
            _("The unit's passphrase is not right. Nothing was opened.")
        ) from None


@transaction.atomic
def make(*, department: Department | None, passphrase: str, by: Officer) -> UnitKey:
    """Make the pair of keys of a unit, or with no unit that of the county's key holder."""
    _demand_keeper(department, by)
    _demand_long(passphrase)
    if UnitKey.objects.filter(department=department, retired_at__isnull=True).exists():
        raise Refused(_("There is a key already. Give it another passphrase instead."))
    return _made(department, passphrase, by=by, how="made")


@transaction.atomic
def renew(key: UnitKey, *, passphrase: str, by: Officer) -> UnitKey:
    """Retire a pair of keys and make another under the same passphrase; old leads still open."""
    _demand_keeper(key.department, by)
    key = UnitKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
    if key.retired_at is not None:
        raise Refused(_("This key has been replaced already."))
    unlock(key, passphrase, by=by)
    key.retired_at = clock.now()
    key.save(update_fields=["retired_at"])
    return _made(key.department, passphrase, by=by, how="renewed")


@transaction.atomic
def change_passphrase(key: UnitKey, *, old: str, new: str, by: Officer) -> None:
    """Give every key of the unit that the old passphrase opens the new one."""
    _demand_keeper(key.department, by)
    _demand_long(new)
    unlock(UnitKey.objects.select_for_update(of=("self",)).get(pk=key.pk), old, by=by)
    for one in UnitKey.objects.select_for_update(of=("self",)).filter(department=key.department):
        try:
            private = boxes.unwrap(old, bytes(one.wrapped), one.place)
        except NotOpened:
            continue
        _wrap(one, private, new)
    announce(UnitKeyChanged(key_id=str(key.pk), how="passphrase"), by=by)


@transaction.atomic
def recover(key: UnitKey, *, county: str, new: str, by: Officer) -> None:
    """Give a unit that forgot its passphrase a new one, with the county key holder's."""
    demand(by, Permit.COUNTY_KEY)
    _demand_long(new)
    if key.recovery is None or key.recovery_key is None:
        raise Refused(_("This key was made before there was a county key: it cannot be recovered."))
    for one in UnitKey.objects.select_for_update(of=("self",)).filter(department=key.department):
        if one.recovery is None or one.recovery_key is None:
            continue
        holder = unlock(one.recovery_key, county, by=by)
        _wrap(one, boxes.open_with(holder, bytes(one.recovery), one.place), new)
    announce(UnitKeyChanged(key_id=str(key.pk), how="recovered"), by=by)


def _made(department: Department | None, passphrase: str, *, by: Officer, how: str) -> UnitKey:
    private = boxes.new_private()
    key = UnitKey(
        id=uuid4(), department=department, public=boxes.public_of(private), made_by=by.actor
    )
    _wrap(key, private, passphrase, new=True)
    announce(UnitKeyChanged(key_id=str(key.pk), how=how), by=by)
    return key


def _wrap(key: UnitKey, private: bytes, passphrase: str, *, new: bool = False) -> None:
    """Wrap under the passphrase, and a second time for the county's key holder."""
    key.wrapped = boxes.wrap(passphrase, private, key.place)
    county = asked.county_key() if key.department_id else None
    if county is not None:
        key.recovery = boxes.seal_to(bytes(county.public), private, key.place)
        key.recovery_key = county
    key.changed_at = clock.now()
    key.save(force_insert=new)


def _demand_keeper(department: Department | None, by: Officer) -> None:
    demand(by, Permit.LEAD_KEYS if department else Permit.COUNTY_KEY)
    if department and department.pk != by.department_id:
        raise NotAllowed(_("Only the unit itself makes and changes its key."))


def _demand_long(passphrase: str) -> None:
    if len(passphrase.strip()) < SHORTEST:
        raise Refused(_("A passphrase has at least %s characters.") % SHORTEST)

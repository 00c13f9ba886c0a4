"""Open an enterprise's account, invite, join, change permits, leave; tell an enterprise."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.audit.actions import look
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, Fact
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.fields import reveal, set_sealed
from county.kernel.numbers import require_phone
from county.kernel.saying import saying, trimmed
from county.kernel.sealing import blind_index
from county.records.enterprises.access import TRUSTS, Permit
from county.records.enterprises.events import (
    FirmTold,
    RepresentativeInvited,
    RepresentativeJoined,
    RepresentativeLeft,
    TrustsChanged,
)
from county.records.enterprises.models import (
    ALL_TRUSTS,
    FirmNotice,
    Invitation,
    Knock,
    Representative,
    Seat,
    Tie,
)
from county.records.organisations.models import Organisation

F = TypeVar("F", bound=Fact)
LIFE = timedelta(days=7)
"""How long an invitation may be used."""
MOST_STAFF = 30
"""People who speak for one enterprise, with those invited; a local design value."""
MOST_INVITED = 20
"""Invitations of one enterprise in a day: each sends a text; a local design value."""
MOST_KNOCKS = 20
"""Codes that were none, from one address in an hour, before none is looked up; local as well."""
REPLACED = saying(gettext_noop("The office of legal representative went to a successor"))


class Guessing(Refused):
    """Too many codes that were none came from there."""

    status = 429


@transaction.atomic
def open_account(
    organisation: Organisation,
    *,
    name: str,
    phone: str,
    checked: str,
    by: Officer,
    succeeds: bool = False,
) -> Invitation:
    """Invite an enterprise's legal representative, whose identity the officer has checked.

    With `succeeds` it is a successor: who holds the office loses it when the successor joins.
    Raises Refused where the office is held and nobody succeeds, Incomplete without how identity
    was checked.
    """
    demand(by, Permit.OPEN)
    if not organisation.is_active:
        raise Refused(_("This enterprise is no longer in business."))
    if len(checked.strip()) < 2:
        raise Incomplete(_("Say how the identity was checked."))
    held = _of(organisation).filter(is_legal=True).exists()
    if held and not succeeds:
        raise Refused(
            _("Somebody is legal representative here. A successor takes over with a reason.")
        )
    Invitation.objects.filter(
        organisation=organisation, is_legal=True, used_at=None, ended_at=None
    ).update(ended_at=clock.now(), code=None)
    return _invite(
        organisation, name=name, phone=phone, duty="", trusts=ALL_TRUSTS, by=by,
        is_legal=True, checked=checked.strip()[:200],
    )  # fmt: skip


@transaction.atomic
def invite(
    by: Representative, *, name: str, phone: str, duty: str, trusts: Iterable[str]
) -> Invitation:
    """Ask somebody of the own enterprise to speak for it, with the permits chosen.

    Raises NotAllowed for who may not, Refused for somebody who does already or too many.
    """
    by = _demand_staff(by)
    organisation = by.organisation
    waiting = Invitation.objects.filter(organisation=organisation, used_at=None, ended_at=None)
    good = waiting.filter(until__gt=clock.now())
    if _of(organisation).count() + good.count() >= MOST_STAFF:
        raise Refused(_("At most %s people speak for one enterprise.") % MOST_STAFF)
    day = Invitation.objects.filter(
        organisation=organisation, made_at__gt=clock.now() - timedelta(days=1)
    )
    if day.count() >= MOST_INVITED:
        raise Refused(_("Too many invitations today. Go on tomorrow."))
    index = blind_index("phone", require_phone(phone))
    if _of(organisation).filter(phone_index=index).exists():
        raise Refused(_("Somebody with this phone speaks for the enterprise already."))
    waiting.filter(phone_index=index, is_legal=False).update(ended_at=clock.now(), code=None)
    chosen = _known(trusts)
    if Permit.STAFF in chosen and not by.is_legal:
        raise NotAllowed(_("Only the legal representative lets others manage staff."))
    return _invite(organisation, name=name, phone=phone, duty=duty, trusts=chosen, by=by)


def _invite(
    organisation: Organisation,
    *,
    name: str,
    phone: str,
    duty: str,
    trusts: Iterable[str],
    by: Actor,
    is_legal: bool = False,
    checked: str = "",
) -> Invitation:
    code = secrets.token_urlsafe(16)
    made = Invitation(
        organisation=organisation, duty=duty.strip()[:40], is_legal=is_legal, trusts=list(trusts),
        digest=digest_of(code), checked=checked, by=by.actor, until=clock.now() + LIFE,
    )  # fmt: skip
    set_sealed(made, "name", _name(name))
    set_sealed(made, "phone", require_phone(phone))
    set_sealed(made, "code", code)
    made.save(force_insert=True)
    announce(
        RepresentativeInvited(organisation_id=str(organisation.pk), invitation_id=str(made.pk)),
        by=by,
    )
    return made


def digest_of(token: str) -> bytes:
    """What is kept of a code or a device's token: both are random and long."""
    return hashlib.sha256(token.encode()).digest()


@transaction.atomic
def note_sent(invitation: Invitation) -> None:
    """Note that the invitation's text went out."""
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=clock.now())


@transaction.atomic
def join(code: str, *, address: str) -> Representative | None:
    """Accept an invitation: who held its link speaks for the enterprise from now on.

    None for a code that is not good, which is counted and not raised. Raises Guessing.
    """
    demand_no_guessing(address)
    found = Invitation.objects.select_for_update().filter(digest=digest_of(code), used_at=None)
    invitation = found.filter(ended_at=None, until__gt=clock.now()).first()
    if invitation is None:
        note_knock(address)
        return None
    organisation = Organisation.objects.select_for_update().get(pk=invitation.organisation_id)
    _make_way(organisation, invitation)
    made = Representative(
        organisation=organisation, duty=invitation.duty, is_legal=invitation.is_legal,
        trusts=invitation.trusts,
    )  # fmt: skip
    set_sealed(made, "name", reveal(invitation, "name"))
    set_sealed(made, "phone", reveal(invitation, "phone"))
    made.save(force_insert=True)
    invitation.used_at, invitation.code = clock.now(), None
    invitation.save(update_fields=["used_at", "code"])
    announce(_about(made, RepresentativeJoined), by=made)
    return made


def _make_way(organisation: Organisation, invitation: Invitation) -> None:
    """Whoever held the office, or spoke with this phone before, is replaced by who joins."""
    for other in _of(organisation).select_for_update():
        same = bytes(other.phone_index) == bytes(invitation.phone_index)
        if same and other.is_legal and not invitation.is_legal:
            raise Refused(_("With this phone you hold every permit already. Sign in with it."))
        if same or (other.is_legal and invitation.is_legal):
            _end(other, why=REPLACED, by=other)


@transaction.atomic
def note_knock(address: str) -> None:
    """Count a code that was none."""
    Knock.objects.create(address=address[:45])


def demand_no_guessing(address: str) -> None:
    """Refuse an address from which too many wrong codes came in the last hour."""
    hour = Knock.objects.filter(address=address[:45], at__gt=clock.now() - timedelta(hours=1))
    if hour.count() >= MOST_KNOCKS:
        raise Guessing(_("Too many wrong links came from here. Try again in an hour."))


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Representative) -> None:
    """Take back an invitation of the own enterprise that was not used."""
    by = _demand_staff(by)
    rows = Invitation.objects.filter(organisation_id=by.organisation_id, is_legal=False)
    rows.filter(pk=invitation.pk, used_at=None).update(ended_at=clock.now(), code=None)


@transaction.atomic
def change_trusts(
    representative: Representative, *, trusts: Iterable[str], by: Representative
) -> Representative:
    """Change what a colleague is trusted with. The legal representative holds everything."""
    by = _demand_staff(by)
    kept = _colleague(representative, by)
    chosen = _known(trusts)
    if kept.is_legal:
        raise Refused(_("The legal representative holds every permit."))
    if (Permit.STAFF in chosen) != (Permit.STAFF in kept.trusts) and not by.is_legal:
        raise NotAllowed(_("Only the legal representative lets others manage staff."))
    kept.trusts = chosen
    kept.save(update_fields=["trusts"])
    announce(_about(kept, TrustsChanged), by=by)
    return kept


@transaction.atomic
def remove(representative: Representative, *, by: Representative) -> None:
    """Let a colleague no longer speak for the enterprise; their devices are out at once."""
    by = _demand_staff(by)
    kept = _colleague(representative, by)
    if kept.is_legal:
        raise Refused(
            _("The office of legal representative goes to a successor only through an officer.")
        )
    if Permit.STAFF in kept.trusts and not by.is_legal:
        raise NotAllowed(_("Only the legal representative removes who manages staff."))
    _end(kept, why=saying(gettext_noop("Removed by the enterprise")), by=by)


@transaction.atomic
def leave(representative: Representative) -> None:
    """Give up speaking for the enterprise. Raises Refused for the legal representative."""
    kept = Representative.objects.select_for_update(of=("self",)).get(pk=representative.pk)
    if kept.is_legal:
        raise Refused(
            _("The office of legal representative goes to a successor only through an officer.")
        )
    _end(kept, why=saying(gettext_noop("Left by themselves")), by=kept)


@transaction.atomic
def end(representative: Representative, *, reason: str, by: Officer) -> None:
    """End an account for a reason; its devices are out at once."""
    demand(by, Permit.OPEN)
    reason = trimmed(reason)
    if len(reason) < 2:
        raise Incomplete(_("Say in a few words why the account ends."))
    kept = Representative.objects.select_for_update(of=("self",)).get(pk=representative.pk)
    _end(kept, why=reason[:300], by=by)


def _end(kept: Representative, *, why: str, by: Actor) -> None:
    if kept.left_at is not None:
        return
    kept.left_at, kept.left_why = clock.now(), why
    kept.save(update_fields=["left_at", "left_why"])
    Seat.objects.filter(representative=kept, ended_at=None).update(ended_at=clock.now())
    if not Representative.objects.filter(phone_index=kept.phone_index, left_at=None).exists():
        Tie.objects.filter(phone_index=kept.phone_index).delete()
    announce(_about(kept, RepresentativeLeft), by=by)


@transaction.atomic
def tie(representative: Representative, account: str) -> None:
    """Let this account of WeCom sign in whoever has the representative's phone."""
    Tie.objects.update_or_create(
        account=account,
        defaults={"phone_index": representative.phone_index, "tied_at": clock.now()},
    )


@transaction.atomic
def uncover(
    representative: Representative, *, reason: str, by: Officer, address: str = ""
) -> dict[str, str]:
    """Name and phone in clear, for a reason that is kept and that the person can read."""
    demand(by, Permit.READ)
    look(by, representative.actor, fields="name phone", reason=reason, address=address)
    return {field: reveal(representative, field) for field in Representative.PRIVATE}


@transaction.atomic
def tell_firm(
    organisation: Organisation, *, title: str, url: str, trust: str, by: Actor
) -> list[FirmNotice]:
    """Give each representative with this trust a word on the enterprise's page and their phone.

    The title is a saying and names nobody; an unread word of the same title and place is not
    repeated.
    """
    people = _of(organisation).filter(trusts__contains=[trust])
    known = FirmNotice.objects.filter(representative__in=people, title=title, url=url, read_at=None)
    told = set(known.values_list("representative_id", flat=True))
    made = [
        FirmNotice.objects.create(representative=one, title=title[:300], url=url[:200])
        for one in people
        if one.pk not in told
    ]
    if made:
        ids = tuple(one.pk for one in made)
        announce(FirmTold(organisation_id=str(organisation.pk), notice_ids=ids), by=by)
    return made


@transaction.atomic
def read(representative: Representative, notice_id: int = 0) -> None:
    """Note that a representative has read a word, or all of them."""
    rows = FirmNotice.objects.filter(representative=representative, read_at=None)
    (rows.filter(pk=notice_id) if notice_id else rows).update(read_at=clock.now())


def _of(organisation: Organisation) -> QuerySet[Representative]:
    return Representative.objects.filter(organisation=organisation, left_at=None)


def _colleague(representative: Representative, by: Representative) -> Representative:
    rows = Representative.objects.select_for_update(of=("self",)).filter(left_at=None)
    kept = rows.filter(pk=representative.pk, organisation_id=by.organisation_id).first()
    if kept is None:
        raise Refused(_("This person does not speak for your enterprise."))
    return kept


def _demand_staff(by: Representative) -> Representative:
    """The representative as kept now: what was taken away a moment ago counts."""
    rows = Representative.objects.select_related("organisation")
    now = rows.select_for_update(of=("self",)).get(pk=by.pk)
    if not now.has(Permit.STAFF):
        raise NotAllowed(_("You are not trusted with this. Ask your legal representative."))
    return now


def _known(trusts: Iterable[str]) -> list[str]:
    chosen = set(trusts)
    return [str(trust) for trust in TRUSTS if trust in chosen]


def _name(name: str) -> str:
    name = name.strip()
    if not 2 <= len(name) <= 40:
        raise Incomplete(_("Write the name in 2 to 40 characters."))
    return name


def _about(kept: Representative, fact: Callable[..., F]) -> F:
    return fact(organisation_id=str(kept.organisation_id), representative_id=str(kept.pk))


@transaction.atomic
def note_told(notice: FirmNotice) -> None:
    """Note that a word went to its representative's phone."""
    FirmNotice.objects.filter(pk=notice.pk).update(sent_at=clock.now())


@transaction.atomic
def end_seats(representative: Representative) -> int:
    """Sign a representative out on every device; says on how many."""
    rows = Seat.objects.filter(representative=representative, ended_at=None)
    return rows.update(ended_at=clock.now())


@transaction.atomic
def clear_knocks() -> None:
    """Forget the wrong codes of yesterday and before."""
    Knock.objects.filter(at__lt=clock.now() - timedelta(days=1)).delete()

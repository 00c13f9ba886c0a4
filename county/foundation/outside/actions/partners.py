"""Propose a partner system, admit it with four eyes, renew its key, end it."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from county.foundation.approvals import actions as approvals
from county.foundation.approvals.registry import four_eyes
from county.foundation.events.actions import announce
from county.foundation.outside.access import Permit
from county.foundation.outside.events import (
    PartnerAdmitted,
    PartnerEnded,
    PartnerProposed,
    SecretRenewed,
)
from county.foundation.outside.flow import PARTNER, Fate, Hearing, Standing
from county.foundation.outside.models import Dispatch, Partner, Subscription
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying

ADMIT = four_eyes(
    "outside.partner", gettext_lazy("Admission of a partner system"), permit=Permit.APPROVE
)
SHORTEST_REASON = 2


def lock(partner: Partner) -> Partner:
    """The partner as it is now, held until the transaction ends."""
    return Partner.objects.select_for_update(of=("self",)).get(pk=partner.pk)


def laid_before(partner: Partner) -> dict[str, object]:
    """Exactly what the second person agrees to."""
    return {
        "partner": str(partner.pk), "name": partner.name, "contact": partner.contact,
        "purpose": partner.purpose, "basis": partner.basis, "department": partner.department_id,
        "permits": sorted(partner.permits), "days": partner.days,
    }  # fmt: skip


@transaction.atomic
def propose(
    *,
    name: str,
    contact: str,
    purpose: str,
    basis: str,
    department: Department,
    permits: list[str],
    days: int,
    by: Officer,
) -> Partner:
    """Lay a new partner system before a second person; it has no key yet.

    Refused for permits that the proposer does not hold, and for residents' data to another
    department (E20).
    """
    demand(by, Permit.MANAGE)
    if excess := [permit for permit in permits if not by.has(permit)]:
        raise Refused(
            _("You cannot pass on what your post does not include: %s") % ", ".join(excess)
        )
    staff.demand_own_house(department, permits)
    if Partner.objects.filter(name=name).exclude(state=Standing.ENDED).exists():
        raise Refused(_("There is a partner of this name."))
    partner = Partner.objects.create(
        name=name, contact=contact, purpose=purpose, basis=basis, department=department,
        permits=sorted(permits), days=days, proposed_by=by,
    )  # fmt: skip
    announce(PartnerProposed(partner_id=str(partner.pk)), by=by)
    approvals.ask(
        kind=ADMIT,
        subject=partner.subject,
        payload=laid_before(partner),
        title=saying(gettext_noop("Connect another system: %s"), name),
        why=purpose,
        by=by,
    )
    return partner


@transaction.atomic
def admit(partner: Partner, *, by: Officer) -> str:
    """Give the partner its key, once somebody else agreed; comes back with the secret.

    Raises NotApproved before that.
    """
    demand(by, Permit.MANAGE)
    partner = lock(partner)
    PARTNER.move(partner, "admit")
    approvals.use(kind=ADMIT, subject=partner.subject, payload=laid_before(partner), by=by)
    partner.key, secret = staff.issue_key(
        name=partner.name, department=partner.department, permits=partner.permits,
        days=partner.days, by=by,
    )  # fmt: skip
    partner.save(update_fields=["state", "key"])
    announce(PartnerAdmitted(partner_id=str(partner.pk), key_id=partner.key.pk), by=by)
    return secret


@transaction.atomic
def renew_key(partner: Partner, *, by: Officer) -> str:
    """Give the partner a new key with the same permits; the former is worthless at once."""
    demand(by, Permit.MANAGE)
    partner = lock(partner)
    if partner.state != Standing.ADMITTED or partner.key is None:
        raise Refused(_("Only an admitted partner has a key."))
    former = partner.key
    partner.key, secret = staff.issue_key(
        name=partner.name, department=partner.department, permits=partner.permits,
        days=partner.days, by=by,
    )  # fmt: skip
    partner.save(update_fields=["key"])
    staff.revoke_key(former, by=by)
    announce(SecretRenewed(partner_id=str(partner.pk), what="key"), by=by)
    return secret


@transaction.atomic
def end(partner: Partner, *, reason: str, by: Officer) -> Partner:
    """Close the house to a partner: key, webhooks and what waits for them end at once."""
    demand(by, Permit.MANAGE)
    if len(reason.strip()) < SHORTEST_REASON:
        raise Incomplete(_("Say why in a few words."))
    partner = lock(partner)
    PARTNER.move(partner, "end")
    partner.ended_why = reason.strip()[:200]
    if partner.key is not None and partner.key.revoked_at is None:
        staff.revoke_key(partner.key, by=by)
    partner.save(update_fields=["state", "ended_why"])
    Subscription.objects.filter(partner=partner).exclude(state=Hearing.OFF).update(
        state=Hearing.OFF, off_why=partner.ended_why
    )
    Dispatch.objects.filter(subscription__partner=partner, state=Fate.WAITING).update(
        state=Fate.WITHDRAWN, ended_at=clock.now()
    )
    announce(PartnerEnded(partner_id=str(partner.pk)), by=by)
    return partner

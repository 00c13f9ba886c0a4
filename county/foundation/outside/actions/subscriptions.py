"""Ask for a webhook, switch it on with four eyes and off at once; renew its secret."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from county.foundation.approvals import actions as approvals
from county.foundation.approvals.registry import four_eyes
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.outside import wire
from county.foundation.outside.access import Permit
from county.foundation.outside.events import SecretRenewed, SubscriptionAsked, SubscriptionTurned
from county.foundation.outside.flow import SUBSCRIPTION, Fate, Hearing, Standing
from county.foundation.outside.knowledge import new_secret, telling
from county.foundation.outside.models import Dispatch, Partner, Subscription
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.fields import reveal, set_sealed
from county.kernel.saying import saying, trimmed

TELL = four_eyes(
    "outside.subscription", gettext_lazy("Facts told to another system"), permit=Permit.APPROVE
)


def lock(subscription: Subscription) -> Subscription:
    """The subscription as it is now, held until the transaction ends."""
    rows = Subscription.objects.select_for_update(of=("self",)).select_related("partner")
    return rows.get(pk=subscription.pk)


def _subject(subscription: Subscription) -> str:
    return f"subscription:{subscription.pk}"


def laid_before(subscription: Subscription) -> dict[str, object]:
    """Exactly what the second person agrees to."""
    return {
        "partner": str(subscription.partner_id),
        "url": subscription.url,
        "kinds": sorted(subscription.kinds),
    }


@transaction.atomic
def ask(partner: Partner, *, url: str, kinds: list[str], by: Officer) -> Subscription:
    """Ask that the partner be told of these kinds of fact at this address.

    Raises Incomplete for an address to which nothing is sent, or a kind that is never told.
    """
    demand(by, Permit.MANAGE)
    if partner.state != Standing.ADMITTED:
        raise Refused(_("Only an admitted partner can be told anything."))
    wire.checked(url)
    if not kinds or set(kinds) - set(telling().kinds):
        raise Incomplete(_("Choose kinds of fact from the list."))
    subscription = Subscription.objects.create(
        partner=partner, url=url, kinds=sorted(set(kinds)), asked_by=by
    )
    _lay_before(subscription, by)
    return subscription


@transaction.atomic
def ask_again(subscription: Subscription, *, by: Officer) -> Subscription:
    """Ask anew for a webhook that was switched off."""
    demand(by, Permit.MANAGE)
    subscription = lock(subscription)
    if subscription.partner.state != Standing.ADMITTED:
        raise Refused(_("Only an admitted partner can be told anything."))
    SUBSCRIPTION.move(subscription, "ask_again")
    subscription.off_why, subscription.asked_by = "", by
    subscription.save(update_fields=["state", "off_why", "asked_by"])
    _lay_before(subscription, by)
    return subscription


def _lay_before(subscription: Subscription, by: Officer) -> None:
    partner = subscription.partner
    asked = SubscriptionAsked(partner_id=str(partner.pk), subscription_id=str(subscription.pk))
    announce(asked, by=by)
    approvals.ask(
        kind=TELL,
        subject=_subject(subscription),
        payload=laid_before(subscription),
        title=saying(gettext_noop("Tell %s of facts"), partner.name),
        why=partner.purpose,
        by=by,
    )


@transaction.atomic
def switch_on(subscription: Subscription, *, by: Officer) -> str:
    """Begin to tell the partner, once somebody else agreed; comes back with the signing secret."""
    demand(by, Permit.MANAGE)
    subscription = lock(subscription)
    SUBSCRIPTION.move(subscription, "switch_on")
    approvals.use(
        kind=TELL, subject=_subject(subscription), payload=laid_before(subscription), by=by
    )
    secret = new_secret()
    set_sealed(subscription, "secret", secret)
    set_sealed(subscription, "former_secret", "")
    subscription.former_until = subscription.rests_until = None
    subscription.save(
        update_fields=["state", "secret", "former_secret", "former_until", "rests_until"]
    )
    _announce_turned(subscription, on=True, by=by)
    return secret


@transaction.atomic
def switch_off(subscription: Subscription, *, reason: str, by: Actor) -> Subscription:
    """Tell the partner nothing more from now on; what waits is not sent."""
    if isinstance(by, Officer):
        demand(by, Permit.MANAGE)
    if not reason.strip():
        raise Incomplete(_("Say why in a few words."))
    subscription = lock(subscription)
    SUBSCRIPTION.move(subscription, "switch_off")
    subscription.off_why = trimmed(reason)[:300]
    subscription.save(update_fields=["state", "off_why"])
    Dispatch.objects.filter(subscription=subscription, state=Fate.WAITING).update(
        state=Fate.WITHDRAWN, ended_at=clock.now()
    )
    _announce_turned(subscription, on=False, by=by)
    return subscription


def _announce_turned(subscription: Subscription, *, on: bool, by: Actor) -> None:
    turned = SubscriptionTurned(
        partner_id=str(subscription.partner_id), subscription_id=str(subscription.pk), on=on
    )
    announce(turned, by=by)


@transaction.atomic
def renew_secret(subscription: Subscription, *, by: Officer) -> str:
    """Give the webhook a new secret; for a while the former one signs beside it."""
    demand(by, Permit.MANAGE)
    subscription = lock(subscription)
    if subscription.state != Hearing.ON:
        raise Refused(_("Only a webhook that is on has a secret."))
    secret = new_secret()
    set_sealed(subscription, "former_secret", reveal(subscription, "secret"))
    set_sealed(subscription, "secret", secret)
    hours = telling().patience.rotation
    subscription.former_until = clock.now() + timedelta(hours=hours)
    subscription.save(update_fields=["secret", "former_secret", "former_until"])
    announce(SecretRenewed(partner_id=str(subscription.partner_id), what="webhook"), by=by)
    return secret


def secrets_of(subscription: Subscription) -> list[str]:
    """The secrets that sign now: the current one, and the former one while it holds."""
    keys = [reveal(subscription, "secret")]
    if subscription.former_until is not None and subscription.former_until > clock.now():
        keys.append(reveal(subscription, "former_secret"))
    return keys

"""Facts about other systems; none of them is ever told to one."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class PartnerProposed(
    Fact, kind="outside.partner_proposed", about="partner_id", title=_("Partner system proposed")
):
    partner_id: str


@dataclass(frozen=True, kw_only=True)
class PartnerAdmitted(
    Fact, kind="outside.partner_admitted", about="partner_id", title=_("Partner system admitted")
):
    partner_id: str
    key_id: int


@dataclass(frozen=True, kw_only=True)
class PartnerEnded(
    Fact, kind="outside.partner_ended", about="partner_id", title=_("Partner system ended")
):
    partner_id: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionAsked(
    Fact, kind="outside.subscription_asked", about="partner_id", title=_("Webhook asked for")
):
    partner_id: str
    subscription_id: str


@dataclass(frozen=True, kw_only=True)
class SubscriptionTurned(
    Fact, kind="outside.subscription_turned", about="partner_id", title=_("Webhook switched")
):
    partner_id: str
    subscription_id: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class SecretRenewed(
    Fact, kind="outside.secret_renewed", about="partner_id", title=_("Secret renewed")
):
    partner_id: str
    what: str


@dataclass(frozen=True, kw_only=True)
class DispatchQueued(
    Fact, kind="outside.dispatch_queued", about="partner_id", title=_("Message to a partner queued")
):
    partner_id: str
    subscription_id: str
    dispatch_id: str


@dataclass(frozen=True, kw_only=True)
class DispatchesDue(
    Fact, kind="outside.dispatches_due", about="partner_id",
    title=_("Messages to a partner are tried again"),
):  # fmt: skip
    partner_id: str
    subscription_id: str


@dataclass(frozen=True, kw_only=True)
class DispatchEnded(
    Fact, kind="outside.dispatch_ended", about="partner_id", title=_("Message to a partner ended")
):
    partner_id: str
    dispatch_id: str
    what: str
    state: str
    tries: int


@dataclass(frozen=True, kw_only=True)
class ExternalEventMapped(
    Fact, kind="outside.external_event_mapped", about="partner_id",
    title=_("Another system's event is ours now"),
):  # fmt: skip
    partner_id: str
    event: str
    concerns: str

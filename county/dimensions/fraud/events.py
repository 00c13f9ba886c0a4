"""Facts of fraud work that others may act on."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class SuspicionRaised(
    Fact, kind="fraud.suspicion_raised", about="alert_id", thread="conversation_id",
    title=_("Fraud suspected"),
):  # fmt: skip
    alert_id: str
    conversation_id: str
    category: str
    score: float
    intent: str


@dataclass(frozen=True, kw_only=True)
class DangerHeard(
    Fact, kind="fraud.danger_heard", about="message_id", thread="conversation_id",
    title=_("Words of danger heard"),
):  # fmt: skip
    message_id: str
    conversation_id: str
    danger: str


@dataclass(frozen=True, kw_only=True)
class SuspicionConfirmed(
    Fact, kind="fraud.suspicion_confirmed", about="alert_id", thread="conversation_id",
    title=_("Officer confirmed the fraud alert"),
):  # fmt: skip
    alert_id: str
    conversation_id: str
    category: str


@dataclass(frozen=True, kw_only=True)
class SuspicionDismissed(
    Fact, kind="fraud.suspicion_dismissed", about="alert_id", thread="conversation_id",
    title=_("Officer dismissed the fraud alert"),
):  # fmt: skip
    alert_id: str
    conversation_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class StopPaymentAsked(
    Fact, kind="fraud.stop_payment_asked", about="stop_id", thread="conversation_id",
    title=_("Stop-payment request made"),
):  # fmt: skip
    stop_id: str
    conversation_id: str
    officer_id: int


@dataclass(frozen=True, kw_only=True)
class StopPaymentEnded(
    Fact, kind="fraud.stop_payment_ended", about="stop_id", thread="conversation_id",
    title=_("Stop-payment request handled"),
):  # fmt: skip
    stop_id: str
    conversation_id: str
    stopped: bool


@dataclass(frozen=True, kw_only=True)
class AccountSeen(
    Fact, kind="fraud.account_seen", about="stop_id", thread="conversation_id",
    title=_("Account number looked at"),
):  # fmt: skip
    stop_id: str
    conversation_id: str

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
class SuspicionReopened(
    Fact, kind="fraud.suspicion_reopened", about="alert_id", thread="conversation_id",
    title=_("Officer took the decision on the fraud alert back"),
):  # fmt: skip
    alert_id: str
    conversation_id: str
    category: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class OutcomeNoted(
    Fact, kind="fraud.outcome_noted", about="conversation_id", thread="conversation_id",
    title=_("What became of the money noted on the alerts"),
):  # fmt: skip
    conversation_id: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class ExampleKept(
    Fact, kind="fraud.example_kept", about="example_id", title=_("Decision kept as an example")
):
    example_id: str
    alert_id: str
    category: str
    is_scam: bool


@dataclass(frozen=True, kw_only=True)
class ExampleRemoved(
    Fact, kind="fraud.example_removed", about="alert_id", title=_("Example removed")
):
    alert_id: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class ExamplesForgotten(
    Fact, kind="fraud.examples_forgotten", about="resident_id",
    title=_("Examples of a person forgotten"),
):  # fmt: skip
    resident_id: str
    examples: int
    sightings: int


@dataclass(frozen=True, kw_only=True)
class IdentifiersSeen(
    Fact, kind="fraud.identifiers_seen", about="alert_id", title=_("Numbers and links noted")
):
    alert_id: str
    kinds: str


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


@dataclass(frozen=True, kw_only=True)
class QuotationRemoved(
    Fact, kind="fraud.quotation_removed", about="alert_id", thread="conversation_id",
    title=_("Words taken out of a fraud alert"),
):  # fmt: skip
    alert_id: str
    conversation_id: str

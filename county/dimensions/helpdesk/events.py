"""Facts of the desk that others may act on."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class MatterOpened(
    Fact, kind="helpdesk.matter_opened", about="matter_id", thread="conversation_id",
    title=_("Matter opened"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    matter_kind: str
    topic: str
    priority: int


@dataclass(frozen=True, kw_only=True)
class MatterTaken(
    Fact, kind="helpdesk.matter_taken", about="matter_id", thread="conversation_id",
    title=_("Officer took the matter"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    officer_id: int
    from_officer_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class WordCame(
    Fact,
    kind="helpdesk.word_came",
    about="matter_id",
    thread="conversation_id",
    title=_("A word came or went"),
):
    """Passing: open pages hear of it, nothing is written down; the word itself is a message."""

    matter_id: str
    conversation_id: str
    holder_id: int | None = None
    from_resident: bool = True

    @property
    def shown(self) -> dict[str, str]:
        return {"holder": str(self.holder_id or ""), "resident": "1" if self.from_resident else ""}


@dataclass(frozen=True, kw_only=True)
class MatterReleased(
    Fact,
    kind="helpdesk.matter_released",
    about="matter_id",
    thread="conversation_id",
    title=_("Matter returned to the queue"),
):
    matter_id: str
    conversation_id: str
    from_officer_id: int


@dataclass(frozen=True, kw_only=True)
class MatterJoined(
    Fact, kind="helpdesk.matter_joined", about="matter_id", thread="conversation_id",
    title=_("Officer joined the matter"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    officer_id: int


@dataclass(frozen=True, kw_only=True)
class MatterReplied(
    Fact, kind="helpdesk.matter_replied", about="matter_id", thread="conversation_id",
    title=_("First reply given"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class MatterConverted(
    Fact, kind="helpdesk.matter_converted", about="matter_id", thread="conversation_id",
    title=_("Kind of matter changed"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    from_kind: str
    to_kind: str
    topic: str
    priority: int


@dataclass(frozen=True, kw_only=True)
class MatterMoved(
    Fact, kind="helpdesk.matter_moved", about="matter_id", thread="conversation_id",
    title=_("Matter moved on"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    verb: str
    from_state: str
    to_state: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class MatterResolved(
    Fact, kind="helpdesk.matter_resolved", about="matter_id", thread="conversation_id",
    title=_("Outcome recorded"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    result: str
    money: str


@dataclass(frozen=True, kw_only=True)
class OutcomeCorrected(
    Fact,
    kind="helpdesk.outcome_corrected",
    about="matter_id",
    thread="conversation_id",
    title=_("Outcome corrected"),
):
    matter_id: str
    conversation_id: str
    before: str
    result: str
    money: str


@dataclass(frozen=True, kw_only=True)
class MatterClosed(
    Fact, kind="helpdesk.matter_closed", about="matter_id", thread="conversation_id",
    title=_("Matter closed"),
):  # fmt: skip
    matter_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class MatterReopened(
    Fact, kind="helpdesk.matter_reopened", about="matter_id", thread="conversation_id",
    title=_("Matter reopened"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class MatterRated(
    Fact, kind="helpdesk.matter_rated", about="matter_id", thread="conversation_id",
    title=_("Resident rated the service"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    rating: int


@dataclass(frozen=True, kw_only=True)
class ClockMissed(
    Fact, kind="helpdesk.clock_missed", about="matter_id", thread="conversation_id",
    title=_("Time limit missed"),
):  # fmt: skip
    matter_id: str
    conversation_id: str
    code: str


@dataclass(frozen=True, kw_only=True)
class AnswerPublished(
    Fact, kind="helpdesk.answer_published", about="answer_id", title=_("Answer published")
):
    answer_id: str


@dataclass(frozen=True, kw_only=True)
class DutyEntered(Fact, kind="helpdesk.duty_entered", about="duty_id", title=_("Duty entered")):
    duty_id: int
    officer_id: int
    area_code: str


@dataclass(frozen=True, kw_only=True)
class DutyRemoved(Fact, kind="helpdesk.duty_removed", about="duty_id", title=_("Duty removed")):
    duty_id: int
    officer_id: int
    area_code: str


@dataclass(frozen=True, kw_only=True)
class DeskHandedOver(
    Fact, kind="helpdesk.desk_handed_over", about="officer_id", title=_("Desk handed over")
):
    officer_id: int
    taker_id: int


@dataclass(frozen=True, kw_only=True)
class UnitKeyChanged(
    Fact, kind="helpdesk.unit_key_changed", about="key_id", title=_("A unit's key changed")
):
    key_id: str
    how: str


@dataclass(frozen=True, kw_only=True)
class SourceAsked(
    Fact, kind="helpdesk.source_asked", about="matter_id", title=_("A word to the source")
):
    matter_id: str


@dataclass(frozen=True, kw_only=True)
class SourceWrote(
    Fact, kind="helpdesk.source_wrote", about="matter_id", title=_("The source wrote again")
):
    matter_id: str


@dataclass(frozen=True, kw_only=True)
class CredibilityNoted(
    Fact, kind="helpdesk.credibility_noted", about="matter_id", title=_("Credibility noted")
):
    matter_id: str


@dataclass(frozen=True, kw_only=True)
class LeadExtended(
    Fact, kind="helpdesk.lead_extended", about="matter_id", title=_("Verification extended")
):
    matter_id: str


@dataclass(frozen=True, kw_only=True)
class LeadWiped(
    Fact, kind="helpdesk.lead_wiped", about="matter_id", title=_("What the lead said was deleted")
):
    matter_id: str


@dataclass(frozen=True, kw_only=True)
class ConsentAsked(
    Fact, kind="helpdesk.consent_asked", about="matter_id", title=_("A second person is asked")
):
    matter_id: str
    consent_id: str
    what: str


@dataclass(frozen=True, kw_only=True)
class ConsentAnswered(
    Fact, kind="helpdesk.consent_answered", about="matter_id", title=_("The second person answered")
):
    matter_id: str
    consent_id: str
    granted: bool


@dataclass(frozen=True, kw_only=True)
class ConsentUsed(
    Fact, kind="helpdesk.consent_used", about="matter_id", title=_("Done with the consent of two")
):
    matter_id: str
    consent_id: str
    what: str


@dataclass(frozen=True, kw_only=True)
class TopicCounted(
    Fact, kind="helpdesk.topic_counted", about="topic", title=_("Consultations of a week counted")
):
    """How many asked about a topic in the week that began on this Monday, and the week before."""

    topic: str
    week: str
    count: int
    before: int

"""Facts about the duty desk, questions and liaison."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class SessionPlanned(
    Fact, kind="procuracy.session_planned", about="session_id", title=_("Duty session planned")
):
    session_id: int
    on: str
    half: str


@dataclass(frozen=True, kw_only=True)
class AbsenceNoted(
    Fact, kind="procuracy.absence_noted", about="session_id", title=_("Absence from duty noted")
):
    session_id: int
    officer_id: int


@dataclass(frozen=True, kw_only=True)
class SubstituteNamed(
    Fact, kind="procuracy.substitute_named", about="session_id", title=_("Substitute named")
):
    session_id: int
    officer_id: int
    substitute_id: int


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(
    Fact, kind="procuracy.question_asked", about="question_id", title=_("Question asked")
):
    question_id: str
    topic: str
    is_complaint: bool


@dataclass(frozen=True, kw_only=True)
class QuestionMoved(
    Fact, kind="procuracy.question_moved", about="question_id", title=_("Question moved on")
):
    """It waits, was called, missed, withdrawn, booked, extended or found to be a complaint."""

    question_id: str
    verb: str


@dataclass(frozen=True, kw_only=True)
class QuestionAnswered(
    Fact, kind="procuracy.question_answered", about="question_id", title=_("Question answered")
):
    question_id: str
    oral: bool


@dataclass(frozen=True, kw_only=True)
class QuestionReferred(
    Fact, kind="procuracy.question_referred", about="question_id", title=_("Question referred")
):
    question_id: str
    to: str


@dataclass(frozen=True, kw_only=True)
class QuestionRated(
    Fact, kind="procuracy.question_rated", about="question_id", title=_("Answer rated")
):
    question_id: str
    rating: int


@dataclass(frozen=True, kw_only=True)
class LiaisonAssigned(
    Fact, kind="procuracy.liaison_assigned", about="town", title=_("Liaison assigned")
):
    town: str
    officer_id: int
    part: str


@dataclass(frozen=True, kw_only=True)
class LiaisonEnded(Fact, kind="procuracy.liaison_ended", about="town", title=_("Liaison ended")):
    town: str
    officer_id: int
    part: str


@dataclass(frozen=True, kw_only=True)
class FirstContactAsked(
    Fact,
    kind="procuracy.first_contact_asked",
    about="organisation_id",
    title=_("First contact asked for"),
):
    organisation_id: str
    contact_id: int


@dataclass(frozen=True, kw_only=True)
class ContactMade(
    Fact, kind="procuracy.contact_made", about="organisation_id", title=_("First contact made")
):
    organisation_id: str
    contact_id: int


@dataclass(frozen=True, kw_only=True)
class NeedNoted(Fact, kind="procuracy.need_noted", about="organisation_id", title=_("Need noted")):
    organisation_id: str
    need_id: int


@dataclass(frozen=True, kw_only=True)
class NeedMet(Fact, kind="procuracy.need_met", about="organisation_id", title=_("Need met")):
    organisation_id: str
    need_id: int

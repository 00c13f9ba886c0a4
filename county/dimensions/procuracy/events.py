"""Facts about suggestions and lessons: what moved and when; never what a case is about."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class SuggestionRegistered(
    Fact,
    kind="procuracy.suggestion_registered",
    about="suggestion_id",
    title=_("Suggestion: lead registered"),
):
    suggestion_id: str
    ground: str


@dataclass(frozen=True, kw_only=True)
class SuggestionMoved(
    Fact,
    kind="procuracy.suggestion_moved",
    about="suggestion_id",
    title=_("Suggestion moved on"),
):
    """A lawful move: which, from where to where, and the digest of the document it rests on."""

    suggestion_id: str
    verb: str
    left: str
    state: str
    version: int = 0
    digest: str = ""
    organisation_id: str = ""
    open_items: int = 0


@dataclass(frozen=True, kw_only=True)
class LetterSaved(
    Fact, kind="procuracy.letter_saved", about="suggestion_id", title=_("Letter saved")
):
    suggestion_id: str
    version: int
    revision: int


@dataclass(frozen=True, kw_only=True)
class StepNoted(
    Fact, kind="procuracy.step_noted", about="suggestion_id", title=_("Investigation noted")
):
    suggestion_id: str
    measure: str


@dataclass(frozen=True, kw_only=True)
class SuggestionHandedOver(
    Fact,
    kind="procuracy.suggestion_handed_over",
    about="suggestion_id",
    title=_("Suggestion handed over"),
):
    suggestion_id: str
    officer_id: int


@dataclass(frozen=True, kw_only=True)
class LetterFiled(
    Fact, kind="procuracy.letter_filed", about="suggestion_id", title=_("Letter filed upward")
):
    suggestion_id: str
    to: str


@dataclass(frozen=True, kw_only=True)
class LetterCopied(Fact, kind="procuracy.letter_copied", about="suggestion_id", title=_("Copied")):
    suggestion_id: str
    department: str


@dataclass(frozen=True, kw_only=True)
class LateObjectionNoted(
    Fact,
    kind="procuracy.late_objection_noted",
    about="suggestion_id",
    title=_("Late objection taken as an opinion"),
):
    suggestion_id: str


@dataclass(frozen=True, kw_only=True)
class ReplySaved(Fact, kind="procuracy.reply_saved", about="suggestion_id", title=_("Reply saved")):
    suggestion_id: str
    round: int


@dataclass(frozen=True, kw_only=True)
class SuggestionArchived(
    Fact,
    kind="procuracy.suggestion_archived",
    about="suggestion_id",
    title=_("Suggestion archived"),
):
    suggestion_id: str
    retention: str


@dataclass(frozen=True, kw_only=True)
class ClockReached(
    Fact,
    kind="procuracy.clock_reached",
    about="suggestion_id",
    title=_("A deadline was called to mind"),
):
    suggestion_id: str
    rule: str
    offset: int


@dataclass(frozen=True, kw_only=True)
class SeriesOpened(
    Fact, kind="procuracy.series_opened", about="series", title=_("Numbers of a year opened")
):
    series: str
    last: int


@dataclass(frozen=True, kw_only=True)
class SuggestionVisited(
    Fact,
    kind="procuracy.suggestion_visited",
    about="suggestion_id",
    title=_("Visited while items are open"),
):
    suggestion_id: str
    result: str


@dataclass(frozen=True, kw_only=True)
class InitiativeChanged(
    Fact,
    kind="procuracy.initiative_changed",
    about="initiative_id",
    title=_("Measure of the programme changed"),
):
    initiative_id: int


# Lessons: the menu, its orders, what was given.


@dataclass(frozen=True, kw_only=True)
class ItemEdited(Fact, kind="procuracy.item_edited", about="item_id", title=_("Menu item edited")):
    item_id: str
    version: int


@dataclass(frozen=True, kw_only=True)
class ItemMoved(Fact, kind="procuracy.item_moved", about="item_id", title=_("Menu item moved on")):
    item_id: str
    version: int
    verb: str
    left: str
    state: str


@dataclass(frozen=True, kw_only=True)
class RecommendationsSwitched(
    Fact,
    kind="procuracy.recommendations_switched",
    about="organisation_id",
    title=_("Recommendations switched"),
):
    organisation_id: str
    on: bool


@dataclass(frozen=True, kw_only=True)
class LessonOrdered(
    Fact, kind="procuracy.lesson_ordered", about="order_id", title=_("Lesson ordered")
):
    order_id: str
    organisation_id: str
    item: str


@dataclass(frozen=True, kw_only=True)
class OrderMoved(
    Fact, kind="procuracy.order_moved", about="order_id", title=_("Order of a lesson moved on")
):
    order_id: str
    verb: str
    left: str
    state: str


@dataclass(frozen=True, kw_only=True)
class LessonConfirmed(
    Fact, kind="procuracy.lesson_confirmed", about="order_id", title=_("Lesson confirmed")
):
    order_id: str
    slot_id: str
    full: bool


@dataclass(frozen=True, kw_only=True)
class LessonGiven(Fact, kind="procuracy.lesson_given", about="order_id", title=_("Lesson given")):
    order_id: str
    organisation_id: str
    item: str


@dataclass(frozen=True, kw_only=True)
class FeedbackGiven(
    Fact, kind="procuracy.feedback_given", about="order_id", title=_("Feedback on a lesson")
):
    order_id: str


@dataclass(frozen=True, kw_only=True)
class ProblemLeft(
    Fact, kind="procuracy.problem_left", about="order_id", title=_("Problem left open")
):
    order_id: str
    organisation_id: str


@dataclass(frozen=True, kw_only=True)
class SeatOffered(
    Fact, kind="procuracy.seat_offered", about="order_id", title=_("Seat offered from the list")
):
    order_id: str
    slot_id: str


@dataclass(frozen=True, kw_only=True)
class WaitingChanged(
    Fact, kind="procuracy.waiting_changed", about="order_id", title=_("Waiting list changed")
):
    order_id: str
    slot_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class SignedIn(
    Fact, kind="procuracy.signed_in", about="order_id", title=_("Somebody signed in to a lesson")
):
    order_id: str


@dataclass(frozen=True, kw_only=True)
class ContactSeen(
    Fact, kind="procuracy.contact_seen", about="order_id", title=_("Contact of an order seen")
):
    order_id: str


@dataclass(frozen=True, kw_only=True)
class LecturerChanged(
    Fact, kind="procuracy.lecturer_changed", about="lecturer_id", title=_("Lecturer changed")
):
    lecturer_id: str
    verb: str


@dataclass(frozen=True, kw_only=True)
class TargetSet(Fact, kind="procuracy.target_set", about="year", title=_("Yearly plan changed")):
    year: int
    month: int


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


@dataclass(frozen=True, kw_only=True)
class LessonsRecommended(
    Fact,
    kind="procuracy.lessons_recommended",
    about="organisation_id",
    title=_("Lessons recommended"),
):
    organisation_id: str
    because: str
    codes: tuple[str, ...]

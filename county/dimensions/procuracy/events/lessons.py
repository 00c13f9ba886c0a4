"""Facts about law lessons: the menu, orders, times, sign-in, feedback."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


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
class LessonsRecommended(
    Fact,
    kind="procuracy.lessons_recommended",
    about="organisation_id",
    title=_("Lessons recommended"),
):
    organisation_id: str
    because: str
    codes: tuple[str, ...]

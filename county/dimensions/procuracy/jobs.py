"""What follows from facts by itself, and what the clock does for the procuratorate."""

from __future__ import annotations

from county.dimensions.procuracy.actions import (
    attendance,
    duty,
    evaluating,
    feedback,
    following,
    liaison,
    menu,
    orders,
    plans,
    questions,
    slots,
)
from county.dimensions.procuracy.events import (
    FeedbackGiven,
    LessonConfirmed,
    LessonOrdered,
    ProblemLeft,
)
from county.dimensions.procuracy.models.lessons import Order
from county.dimensions.procuracy.models.slots import Slot
from county.foundation.events.clock import every
from county.foundation.events.registry import on
from county.kernel import clock
from county.records.worklist.events import TaskDone
from county.records.worklist.models import Task


@every("0 9 * 1,7 *")
def ask_for_an_evaluation() -> None:
    """In January and July, until it is on the list."""
    evaluating.ask(clock.today())


@every("30 8 * * *")
def call_deadlines_to_mind() -> None:
    """Each clock of each suggestion, on its days."""
    following.remind(clock.now())


# Lessons


@on(LessonOrdered)
def lesson_was_ordered(fact: LessonOrdered) -> None:
    """The town's liaisons hear of it."""
    placed = Order.objects.select_related("organisation", "version").get(pk=fact.order_id)
    orders.tell_liaisons(placed, by=slots.CLOCK)


@on(FeedbackGiven)
def feedback_was_given(fact: FeedbackGiven) -> None:
    """A problem that it names is made known."""
    feedback.tell_of_problem(Order.objects.get(pk=fact.order_id))


@on(ProblemLeft)
def a_problem_was_left(fact: ProblemLeft) -> None:
    """What a lesson left open becomes a question for the desk."""
    placed = Order.objects.select_related("organisation", "version").get(pk=fact.order_id)
    feedback.pass_on(placed)


@on(LessonConfirmed)
def a_time_is_taken(fact: LessonConfirmed) -> None:
    """Those to whom the same hours were proposed hear what is left."""
    slot = Slot.objects.select_related("lecturer").get(pk=fact.slot_id)
    slots.tell_the_others(slot, by=slots.CLOCK)


@every("*/5 * * * *")
def look_after_lessons() -> None:
    """Reminders, and offers that were not taken."""
    plans.remind()
    slots.lapse_offers()


@every("30 8 * * *")
def look_after_limits() -> None:
    """What is due today, what nobody said anything of, what goes offline, names of last year."""
    plans.remind_of_limits()
    feedback.lapse()
    menu.look_after()
    attendance.forget_names()


@every("0 9 * * *")
def look_at_duty_and_liaison() -> None:
    """At nine: days without duty, absences without a substitute, towns without a liaison."""
    duty.alarm()
    liaison.alarm()
    questions.alarm()


@on(TaskDone)
def contact_made(fact: TaskDone) -> None:
    """A first contact whose task was finished on the worklist was made."""
    task = Task.objects.select_related("done_by__post", "done_by__department").get(pk=fact.task_id)
    if task.done_by is not None and task.key.startswith("first-contact:"):
        liaison.made_by_task(task.key, words=task.outcome, by=task.done_by)

"""Questions to the procurator on duty: asked, booked, called, answered, referred, rated."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.events import (
    QuestionAnswered,
    QuestionAsked,
    QuestionMoved,
    QuestionRated,
    QuestionReferred,
)
from county.dimensions.procuracy.flow import QUESTION, Asked
from county.dimensions.procuracy.knowledge import counsel
from county.dimensions.procuracy.models import (
    DayCount,
    Place,
    Question,
    QuestionFile,
    Session,
    Topic,
)
from county.dimensions.procuracy.queries import duty
from county.dimensions.procuracy.queries import questions as queries
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.files import actions as files
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.deadlines import rule
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.fields import set_sealed
from county.kernel.numbers import require_phone
from county.kernel.saying import saying
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.actions import tell_firm
from county.records.enterprises.models import Representative
from county.records.organisations.models import Organisation

CLOCK = System("clock")
LONGEST, SHORTEST = 4000, 4
MOST_A_DAY = 10
"""Questions of one enterprise in a day; a local design value."""
MOST_FILES = 10


@transaction.atomic
def ask(
    by: Representative, *, topic: str, narrative: str, is_complaint: bool = False, when: str = ""
) -> Question:
    """Ask for the own enterprise; `when` books a time, as `queries.duty.free_slots` names them.

    Raises NotAllowed without the permit, Refused for a time that is taken and after ten a day.
    """
    if not by.has(Firm.QUESTIONS):
        raise NotAllowed(_("You are not trusted with this. Ask your legal representative."))
    Organisation.objects.select_for_update().get(pk=by.organisation_id)
    today = Question.objects.filter(organisation=by.organisation_id, day=clock.today())
    if today.count() >= MOST_A_DAY:
        raise Refused(_("Ten questions a day. Go on tomorrow, or come to the centre."))
    question = registered(
        topic=topic, narrative=narrative, is_complaint=is_complaint, by=by,
        organisation=by.organisation, representative=by,
    )  # fmt: skip
    if when:
        _book(question, when)
    question.save(force_insert=True)
    announce(fact_of(question), by=by)
    return question


@transaction.atomic
def walk_in(
    *,
    topic: str,
    narrative: str,
    by: Officer,
    organisation: Organisation | None = None,
    visitor: str = "",
    phone: str = "",
    is_complaint: bool = False,
    waits: bool = True,
) -> Question:
    """Register who came to the centre, or called; who waits is called in their order."""
    if not (by.has(Permit.COUNTER) or by.has(Permit.COUNSEL)):
        demand(by, Permit.COUNTER)
    if organisation is None and len(visitor.strip()) < 2:
        raise Incomplete(_("Name the enterprise or the visitor."))
    question = registered(
        topic=topic, narrative=narrative, is_complaint=is_complaint, by=by,
        organisation=organisation,
    )  # fmt: skip
    if visitor.strip():
        set_sealed(question, "visitor", visitor.strip()[:40])
    if phone:
        set_sealed(question, "phone", require_phone(phone))
    if waits:
        QUESTION.move(question, "queue")
        question.queued_at = clock.now()
    question.save(force_insert=True)
    announce(fact_of(question), by=by)
    return question


def registered(
    *,
    topic: str,
    narrative: str,
    is_complaint: bool,
    by: Actor,
    organisation: Organisation | None,
    representative: Representative | None = None,
) -> Question:
    """A question with its number and its limit, not yet kept."""
    if topic not in Topic.values:
        raise Incomplete(_("Choose what it is about."))
    limit, today = counsel.deadline(is_complaint=is_complaint), clock.today()
    words, serial = _text(narrative), _next(today)
    return Question(
        number=counsel.number_of(today, serial), day=today, serial=serial, topic=topic,
        narrative=words, is_complaint=is_complaint, organisation=organisation,
        representative=representative, asked_at=clock.now(), asked_by=by.actor,
        rule=limit.code, due_on=limit.due(today),
    )  # fmt: skip


def _next(day: date) -> int:
    """The day's next number: counted in the transaction that uses it, so none is skipped."""
    DayCount.objects.get_or_create(day=day)
    count = DayCount.objects.select_for_update().get(day=day)
    count.last += 1
    count.save(update_fields=["last"])
    return count.last


def fact_of(question: Question) -> QuestionAsked:
    """What is announced of a new question."""
    return QuestionAsked(
        question_id=str(question.pk), topic=question.topic, is_complaint=question.is_complaint
    )


def _book(question: Question, when: str) -> None:
    number, _slash, slot = when.partition("/")
    session = (
        Session.objects.select_for_update().filter(pk=number).first()
        if number.isdecimal() and len(number) < 19
        else None
    )
    free = {(one.session.pk, one.slot) for one in duty.free_slots()}
    if session is None or (session.pk, slot) not in free:
        raise Refused(_("This time is taken or over. Choose another."))
    question.session, question.slot = session, slot


@transaction.atomic
def book(question: Question, *, when: str, by: Representative) -> Question:
    """Book a time for a question that waits for its answer, or another time than before."""
    question = _own(question, by)
    if question.state != Asked.OPEN:
        raise Refused(_("Only a question that is not being dealt with gets a time."))
    question.session, question.slot = None, ""
    question.save(update_fields=["session", "slot"])
    _book(question, when)
    question.save(update_fields=["session", "slot"])
    announce(_moved(question, "book"), by=by)
    return question


@transaction.atomic
def withdraw(question: Question, *, by: Representative) -> Question:
    """Take a question back that nobody has begun with; its time is free again."""
    question = _own(question, by)
    QUESTION.move(question, "withdraw")
    question.session, question.slot, question.ended_at = None, "", clock.now()
    question.save(update_fields=["state", "session", "slot", "ended_at"])
    announce(_moved(question, "withdraw"), by=by)
    return question


@transaction.atomic
def queue(question: Question, *, by: Officer) -> Question:
    """Who booked has come: they are called at their time, and in their order after it."""
    demand(by, Permit.COUNTER)
    question = _held(question)
    QUESTION.move(question, "queue")
    question.queued_at = max(clock.now(), _booked_at(question) or clock.now())
    question.save(update_fields=["state", "queued_at"])
    announce(_moved(question, "queue"), by=by)
    return question


def _booked_at(question: Question) -> datetime | None:
    if question.session is None or not question.slot:
        return None
    hour, minute = question.slot.split(":")
    return datetime.combine(question.session.on, time(int(hour), int(minute)), clock.SHANGHAI)


@transaction.atomic
def call_next(*, by: Officer) -> Question | None:
    """Call whoever has waited longest; None when nobody waits."""
    demand_desk(by)
    waiting = queries.waiting().select_for_update(of=("self",), skip_locked=True)
    question = waiting.first()
    if question is None:
        return None
    QUESTION.move(question, "call")
    question.officer = by if by.has(Permit.COUNSEL) else None
    question.save(update_fields=["state", "officer"])
    announce(_moved(question, "call"), by=by)
    return question


@transaction.atomic
def miss(question: Question, *, by: Officer) -> Question:
    """Nobody came when called: the question stays, to be answered in its time."""
    demand_desk(by)
    question = _held(question)
    QUESTION.move(question, "miss")
    question.queued_at = None
    question.save(update_fields=["state", "queued_at"])
    announce(_moved(question, "miss"), by=by)
    return question


def demand_desk(officer: Officer) -> None:
    """Refuse whoever neither gives advice nor keeps the counter."""
    if not officer.has(Permit.COUNTER):
        demand(officer, Permit.COUNSEL)


@transaction.atomic
def answer(
    question: Question, *, answer: str, by: Officer, is_oral: bool = False, follow_up: str = ""
) -> Question:
    """Answer a question, on the spot or later; the enterprise reads it on its page.

    Raises Refused for a complaint or a request for supervision: those are moved to 12309.
    """
    demand(by, Permit.COUNSEL)
    question = _held(question)
    if question.is_complaint:
        raise Refused(_("A complaint or a request for supervision is moved to 12309."))
    QUESTION.move(question, "answer")
    question.answer, question.is_oral, question.officer = _text(answer), is_oral, by
    question.follow_up, question.ended_at = follow_up.strip()[:300], clock.now()
    question.save()
    announce(QuestionAnswered(question_id=str(question.pk), oral=is_oral), by=by)
    _tell(question, saying(gettext_noop("Your question %s was answered"), question.number), by)
    return question


@transaction.atomic
def refer(
    question: Question, *, to: str, by: Officer, consent: str = "", words: str = ""
) -> Question:
    """Move a question to who is competent; to another authority only with noted consent.

    Raises Incomplete without it, Refused for a complaint that is to go elsewhere than to 12309.
    """
    demand(by, Permit.COUNSEL)
    question = _held(question)
    if to not in Place.values:
        raise Incomplete(_("Choose where it is moved to."))
    if question.is_complaint and to != Place.PROCURATORIAL:
        raise Refused(_("A complaint or a request for supervision is moved to 12309."))
    if to != Place.PROCURATORIAL and len(consent.strip()) < 2:
        raise Incomplete(_("Note how the enterprise agreed: without consent nothing is moved."))
    QUESTION.move(question, "refer")
    question.referred_to, question.consent, question.officer = to, consent.strip()[:200], by
    question.answer, question.ended_at = words.strip()[:LONGEST], clock.now()
    question.save()
    announce(QuestionReferred(question_id=str(question.pk), to=to), by=by)
    _tell(question, saying(gettext_noop("Your question %s was moved on"), question.number), by)
    return question


@transaction.atomic
def extend(question: Question, *, why: str, by: Officer) -> Question:
    """Give a complex question fifteen working days from its registration, once, for a reason."""
    demand(by, Permit.COUNSEL)
    question = _held(question)
    if question.state not in queries.OPEN:
        raise Refused(_("This question has ended."))
    if question.is_complaint or question.extended_on is not None:
        raise Refused(_("A limit is extended once, and never that of a complaint."))
    if len(why.strip()) < SHORTEST:
        raise Incomplete(_("Say why the question is complex."))
    longer = rule(counsel.COMPLEX)
    question.rule, question.due_on = longer.code, longer.due(question.day)
    question.extended_on, question.extended_why = clock.today(), why.strip()[:300]
    question.save(update_fields=["rule", "due_on", "extended_on", "extended_why"])
    announce(_moved(question, "extend"), by=by)
    title = saying(gettext_noop("Your question %s takes longer, with its reason"), question.number)
    _tell(question, title, by)
    return question


@transaction.atomic
def find_complaint(question: Question, *, by: Officer) -> Question:
    """Note that it is a complaint or a request for supervision: it goes to 12309 by tomorrow."""
    demand_desk(by)
    question = _held(question)
    if question.state not in queries.OPEN or question.is_complaint:
        raise Refused(_("This cannot be changed any more."))
    limit = counsel.deadline(is_complaint=True)
    question.is_complaint, question.rule = True, limit.code
    question.due_on = limit.due(clock.today())
    question.save(update_fields=["is_complaint", "rule", "due_on"])
    announce(_moved(question, "complaint"), by=by)
    return question


@transaction.atomic
def attach(question: Question, *, content: bytes, name: str, by: Actor) -> QuestionFile:
    """Keep a document with a question, in its harmless form. Raises Refused after ten."""
    question = _held(question)
    if isinstance(by, Representative):
        _demand_own(question, by)
    if QuestionFile.objects.filter(question=question).count() >= MOST_FILES:
        raise Refused(_("At most %s documents belong to a question.") % MOST_FILES)
    file = files.keep(content, name=name or "document", by=by, purpose="question")
    return QuestionFile.objects.create(question=question, file=file, by=by.actor)


@transaction.atomic
def rate(question: Question, *, rating: int, by: Representative) -> Question:
    """Say how satisfied the enterprise is with the answer: once, of five."""
    question = _own(question, by)
    if question.state not in (Asked.ANSWERED, Asked.REFERRED) or question.rating is not None:
        raise Refused(_("An answer is rated once."))
    if not 1 <= rating <= 5:
        raise Incomplete(_("Choose one of the five."))
    question.rating, question.rated_at = rating, clock.now()
    question.save(update_fields=["rating", "rated_at"])
    announce(QuestionRated(question_id=str(question.pk), rating=rating), by=by)
    return question


@transaction.atomic
def alarm() -> int:
    """Tell who gives advice of what is due today or overdue; says of how many questions."""
    due = list(queries.due_by(clock.today()))
    counsellors = list(duty.counsellors())
    for question in due:
        title = saying(gettext_noop("Question %s is due"), question.number)
        people = [question.officer] if question.officer else counsellors
        url = f"/procuracy/questions/{question.pk}/"
        tell(people, title=title, url=url, by=CLOCK, about=f"question:{question.pk}")
    return len(due)


def _tell(question: Question, title: str, by: Actor) -> None:
    if question.organisation is not None:
        tell_firm(
            question.organisation, title=title, by=by, trust=Firm.QUESTIONS,
            url=f"/procuracy/firm/questions/{question.pk}/",
        )  # fmt: skip


def _held(question: Question) -> Question:
    rows = Question.objects.select_for_update(of=("self",))
    return rows.select_related("organisation", "session", "officer").get(pk=question.pk)


def _own(question: Question, by: Representative) -> Question:
    question = _held(question)
    _demand_own(question, by)
    return question


def _demand_own(question: Question, by: Representative) -> None:
    if question.organisation_id != by.organisation_id or not by.has(Firm.QUESTIONS):
        raise NotAllowed(_("This question is not your enterprise's."))


def _moved(question: Question, verb: str) -> QuestionMoved:
    return QuestionMoved(question_id=str(question.pk), verb=verb)


def _text(words: str) -> str:
    words = words.strip()
    if not SHORTEST <= len(words) <= LONGEST:
        raise Incomplete(
            _("Write it in %(least)s to %(most)s characters.")
            % {"least": SHORTEST, "most": LONGEST}
        )
    return words

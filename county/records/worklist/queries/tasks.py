"""The tasks an officer may see; who may act; the chain of hands; what fell overdue."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from county.foundation.staff import queries as staff
from county.foundation.staff.models import OTHERS, Officer
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.records.worklist import knowledge
from county.records.worklist.access import Permit
from county.records.worklist.flow import HandState, OutingState, PartState, State
from county.records.worklist.knowledge import Leg
from county.records.worklist.models import Hand, Kind, Outing, Part, Ruling, Task

AT_ONCE = 200
WITH = ("officer__department", "department", "done_by")


def absent(officer: Officer) -> list[Officer]:
    """For whom this officer stands in today; nobody for a post that has no worklist."""
    return staff.absent_for(officer) if officer.has(Permit.USE) else []


def _of_house(officer: Officer) -> Q:
    """Tasks of the departments of the officer's own house."""
    if officer.department.is_another_house:
        return Q(department__kind=officer.department.kind)
    return ~Q(department__kind__in=OTHERS)


def tasks_for(officer: Officer) -> QuerySet[Task]:
    """The tasks this officer may see; every page of a task starts here.

    The own ones and those of whom the officer stands in for, the department's, those that went
    through it or in which it helps; for county-wide supervisors all of their house; for referees
    those they were asked about. What is another house's is not seen.
    """
    unit = officer.department_id
    seen = Q(officer=officer) | Q(department_id=unit)
    seen |= Q(officer__in=[one.pk for one in absent(officer)])
    hands = Hand.objects.filter(Q(from_department_id=unit) | Q(to_department_id=unit))
    seen |= Q(pk__in=hands.order_by().values("task_id"))
    helped = Part.objects.filter(Q(department_id=unit) | Q(officer=officer))
    seen |= Q(pk__in=helped.order_by().values("task_id"))
    if officer.has(Permit.SUPERVISE) and officer.reach is None:
        seen |= _of_house(officer)
    if officer.has(Permit.REFEREE):
        seen |= Q(pk__in=Ruling.objects.order_by().values("task_id"))
    return Task.objects.filter(seen)


def my_day(officer: Officer) -> QuerySet[Task]:
    """What is open for this officer or whom the officer stands in for, and what nobody has taken.

    By deadline. A colleague's own list is no part of it.
    """
    mine = Q(officer__in=[officer.pk, *(one.pk for one in absent(officer))])
    mine |= Q(officer=None, department_id=officer.department_id)
    rows = Task.objects.filter(mine, state=State.OPEN).exclude(apart__contains=[officer.pk])
    return rows.order_by("due_at", "id")


def open_keys() -> QuerySet[Task, str]:
    """The keys of open tasks: what a task says already is not lent a second time."""
    return Task.objects.filter(state=State.OPEN).values_list("key", flat=True)


def key_now(key: str, *, about: str) -> str:
    """The key under which something is asked for now: one that was cancelled may be asked anew."""
    same = Task.objects.filter(Q(key=key) | Q(key__startswith=f"{key}:"), about=about)
    cancelled = same.filter(state=State.WITHDRAWN).count()
    return f"{key}:{cancelled}" if cancelled else key


def about(subject: str) -> list[Task]:
    """Every task of a record, in the order of their deadlines."""
    return list(
        Task.objects.filter(about=subject).select_related("officer").order_by("due_at", "id")
    )


def may_act(task: Task, officer: Officer) -> bool:
    """Whether this officer may act on the task: its holder, who stands in, the department's
    supervisor, the house's county-wide one; what nobody has taken, anyone of the department."""
    if not officer.has(Permit.USE) or officer.pk in task.apart:
        return False
    if task.officer_id == officer.pk:
        return True
    if _supervises(task, officer):
        return True
    if task.officer_id is None:
        return task.department_id in (None, officer.department_id)
    return any(one.pk == task.officer_id for one in absent(officer))


def may_sign(task: Task, hand: Hand, officer: Officer) -> bool:
    """Whether this officer may sign for a passing, or return it: only who is of the receivers.

    The named officer, the department's supervisor, anyone of the department where nobody is named,
    and who stands in for one of them; a county-wide supervisor signs for nobody.
    """
    units = {officer.department_id, *(one.department_id for one in absent(officer))}
    return hand.to_department_id in units and (
        may_act(task, officer) or (hand.to_officer_id is None and officer.pk not in task.apart)
    )


def _supervises(task: Task, officer: Officer) -> bool:
    if not officer.has(Permit.SUPERVISE):
        return False
    if task.department is None or task.department_id == officer.department_id:
        return True
    return officer.reach is None and task.department.house == officer.department.house


def hand_waiting(task: Task) -> Hand | None:
    """The passing that is still to be signed for."""
    rows = Hand.objects.filter(task=task, state=HandState.WAITING)
    return rows.select_related("from_department", "from_officer", "to_department").first()


def outing_waiting(task: Task) -> Outing | None:
    """The hand-off outside that nobody has confirmed yet."""
    return Outing.objects.filter(task=task, state=OutingState.HANDED).select_related("by").first()


def open_ruling(task: Task) -> Ruling | None:
    """The question to the referee that is still open."""
    return Ruling.objects.filter(task=task, decided_at=None, dropped_at=None).first()


def parts_for(officer: Officer) -> QuerySet[Part]:
    """The open parts of this officer, and those nobody of the department has taken."""
    whose = [officer.pk, *(one.pk for one in absent(officer))]
    mine = Q(officer__in=whose) | Q(officer=None, department_id=officer.department_id)
    rows = Part.objects.filter(mine, state=PartState.OPEN).select_related("task", "department")
    return rows.order_by("due_at", "pk")


def rulings_for(officer: Officer) -> QuerySet[Ruling]:
    """The questions that wait for a referee; none for anybody else."""
    rows = Ruling.objects.filter(decided_at=None, dropped_at=None)
    if not officer.has(Permit.REFEREE):
        return rows.none()
    return rows.select_related("task__department").order_by("asked_at", "pk")


def referees() -> QuerySet[Officer]:
    """Who decides which department does a task."""
    return staff.holders(Permit.REFEREE)


def department_line(task: Task) -> list[Officer]:
    """The supervisors of the department that holds a task."""
    return list(staff.holders(Permit.SUPERVISE).filter(department_id=task.department_id)[:20])


def county_line(task: Task) -> list[Officer]:
    """The county's supervisors of the house that holds it; for a house without any, the referee."""
    wide = staff.holders(Permit.SUPERVISE).filter(post__county_wide=True)
    house = task.department.house if task.department else "police"
    own = [one for one in wide if one.department.house == house]
    return own or list(referees())


def chain(task: Task) -> list[Leg]:
    """Every stretch of the task's way, with how long each held it, the latest last."""
    hands = list(
        Hand.objects.filter(task=task).select_related(
            "from_department", "from_officer", "to_department", "to_officer", "signed_by",
            "returned_by",
        )
    )  # fmt: skip
    return list(_legs(task, hands))


def _legs(task: Task, hands: list[Hand]) -> Iterator[Leg]:
    first = hands[0] if hands else None
    unit, who = (
        (first.from_department, first.from_officer) if first else (task.department, task.officer)
    )
    ends = [*(one.given_at for one in hands[1:]), task.done_at][: len(hands)]
    yield Leg(
        str(unit or ""), str(who or ""), task.assigned_at,
        first.given_at if first else task.done_at, _("assigned"),
    )  # fmt: skip
    for hand, following in zip(hands, ends, strict=True):
        yield _leg(hand, following)
        if hand.returned_at is not None:
            yield Leg(
                str(hand.from_department or ""), str(hand.from_officer or ""), hand.returned_at,
                following, _("came back"), hand.why,
            )  # fmt: skip


def _leg(hand: Hand, following: datetime | None) -> Leg:
    until = hand.left_at or following
    signed = hand.signed_at or hand.returned_at or until or clock.now()
    who = hand.to_officer or hand.signed_by
    how = _("decided by the referee") if hand.by_referee else hand.get_state_display()
    return Leg(
        str(hand.to_department), str(who or ""), hand.given_at, until, how, hand.words,
        hand.sign_by, hand.sign_by is not None and signed > hand.sign_by,
    )  # fmt: skip


def fallen_due(now: datetime) -> list[Task]:
    """Open tasks of which the next step up the line has not been told, though it is time."""
    open_ = Task.objects.filter(state=State.OPEN)
    late = Q(pk__in=[])
    for step, hours in enumerate(knowledge.AFTER):
        late |= Q(late_step=step, due_at__lt=now - timedelta(hours=hours))
    rows = open_.filter(late).order_by("due_at", "pk")
    return list(_held(rows)[:AT_ONCE])


def fallen_idle(now: datetime) -> list[Task]:
    """Open tasks not yet overdue that nobody has moved for so long that a step is to be told.

    Visits and after-care have their day: before it nobody has to move them.
    """
    idle = Q(pk__in=[])
    for step in (0, 1):
        days = timedelta(days=knowledge.IDLE.length * (step + 1))
        idle |= Q(idle_step=step, moved_at__lt=now - days)
    rows = Task.objects.filter(idle, state=State.OPEN, due_at__gte=now)
    rows = rows.exclude(kind__in=(Kind.VISIT, Kind.AFTER_CARE))
    return list(_held(rows.order_by("moved_at", "pk"))[:AT_ONCE])


def fallen_unsigned(now: datetime) -> list[Hand]:
    """Passings of which the next step is to be told, since nobody signed in time."""
    late = Q(pk__in=[])
    for step, hours in enumerate(knowledge.AFTER):
        late |= Q(late_step=step, sign_by__lt=now - timedelta(hours=hours))
    rows = Hand.objects.filter(late, state=HandState.WAITING).select_for_update(
        of=("self",), skip_locked=True
    )
    return list(rows.select_related("task__officer", "task__department", "from_officer")[:AT_ONCE])


def outings_overdue(now: datetime) -> list[Outing]:
    """Hand-offs outside that were not confirmed in time."""
    rows = Outing.objects.filter(state=OutingState.HANDED, confirm_by__lt=now)
    return list(rows.select_related("task", "by").order_by(F("confirm_by"))[:AT_ONCE])


def _held(rows: QuerySet[Task]) -> QuerySet[Task]:
    """These tasks with their officers, locked; what somebody acts on waits for the next turn."""
    locked = rows.select_for_update(of=("self",), skip_locked=True)
    return locked.select_related("officer__department", "officer__post", "department")


def overdue_for(holder: Holder) -> QuerySet[Task]:
    """Open tasks past their deadline that this officer may see; of no key, for it has no tasks."""
    if not isinstance(holder, Officer):
        return Task.objects.none()
    late = tasks_for(holder).filter(state=State.OPEN, due_at__lt=clock.now())
    return late.select_related("officer", "department")

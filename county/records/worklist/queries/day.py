"""My day: tasks, and what every dimension says is waiting, in one list by deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.saying import said
from county.records.worklist import registry
from county.records.worklist.flow import HandState, OutingState
from county.records.worklist.knowledge import may_cross
from county.records.worklist.models import Hand, Outing, Task
from county.records.worklist.queries import tasks as asked
from county.records.worklist.registry import MOST, SOURCES, Source, closed_to

TASKS = "worklist"
TITLE = gettext_lazy("Tasks")
MOST_TASKS = 200
SOON = timedelta(days=3)
NEVER = datetime.max.replace(tzinfo=UTC)
KINDS = {
    "task": gettext_lazy("task"),
    "to_sign": gettext_lazy("to sign for"),
    "part": gettext_lazy("part of a joint task"),
    "referee": gettext_lazy("referee's decision"),
}
OUTSIDE: dict[str, tuple[tuple[object, str], ...]] = {
    OutingState.FAILED: ((gettext_lazy("outside: failed"), "red"),),
    OutingState.HANDED: ((gettext_lazy("outside: waits for confirmation"), "amb"),),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of my day."""

    dimension: str
    kind: str
    what: str
    title: str
    url: str
    due_at: datetime | None
    why: str = ""
    urgent: bool = False
    personal: bool = True
    behalf: str = ""
    marks: tuple[tuple[str, str], ...] = ()
    task: Task | None = None
    key: str = ""

    @property
    def is_late(self) -> bool:
        """Whether its limit has passed."""
        return self.due_at is not None and self.due_at < clock.now()


@dataclass(frozen=True)
class Day:
    """What waits, by deadline; from which sources more waits than is shown; what may be chosen."""

    items: list[Item]
    cut: list[Source] = field(default_factory=list)

    def groups(self, now: datetime) -> Iterator[tuple[str, list[Item]]]:
        """The lines under their headings; none is empty."""
        return by_day(self.items, now)


def by_day(items: list[Item], now: datetime) -> Iterator[tuple[str, list[Item]]]:
    """The lines under late, today, the next days, later and without a limit."""
    tonight = clock.end_of_day(clock.day_of(now))
    bounds = [
        (_("Overdue"), now), (_("Today"), tonight), (_("The next days"), tonight + SOON),
        (_("Later"), NEVER),
    ]  # fmt: skip
    days: dict[str, list[Item]] = {}
    for item in items:
        due = item.due_at
        heading = (
            _("Without a limit") if due is None
            else next(title for title, bound in bounds if due <= bound)
        )  # fmt: skip
        days.setdefault(heading, []).append(item)
    yield from days.items()


def titles_of(officer: Officer) -> tuple[dict[str, str], dict[str, str]]:
    """The dimensions and the kinds of things that may wait for this officer, with their wording."""
    mine = _sources(officer, "", "")
    dimensions = {TASKS: str(TITLE)} | {one.dimension: str(one.title) for one in mine}
    kinds = {f"{TASKS}.{key}": str(words) for key, words in KINDS.items()}
    return dimensions, kinds | {one.kind: str(one.what) for one in mine}


def _sources(officer: Officer, dimension: str, kind: str) -> list[Source]:
    return [
        one
        for one in SOURCES
        if (not one.permit or officer.has(one.permit))
        and (not dimension or one.dimension == dimension)
        and (not kind or one.kind == kind)
    ]


def day_of(officer: Officer, *, dimension: str = "", kind: str = "") -> Day:
    """Everything that waits for this officer, or what of it is of a dimension or kind."""
    items: list[Item] = []
    if dimension in ("", TASKS) and (not kind or kind.startswith(f"{TASKS}.")):
        items += [one for one in _own(officer) if not kind or f"{TASKS}.{one.kind}" == kind]
    cut = []
    for source in _sources(officer, dimension, kind):
        rows = list(islice(source.ask(officer), MOST + 1))
        if len(rows) > MOST:
            cut.append(source)
        items += [_lent(source, row) for row in rows[:MOST]]
    items.sort(key=lambda one: (one.due_at or NEVER, not one.urgent, one.key))
    return Day(items, cut)


def _lent(source: Source, row: registry.Waiting) -> Item:
    marks = ((_("urgent"), "red"),) if row.urgent else ()
    return Item(
        source.dimension, source.kind, str(source.what), said(row.title), row.url, row.due_at,
        said(row.why), row.urgent, row.personal, marks=marks, key=row.key,
    )  # fmt: skip


def _own(officer: Officer) -> Iterator[Item]:
    """The officer's tasks, parts of joint tasks, and what the referee is asked."""
    away = {one.pk: str(one) for one in asked.absent(officer)}
    tasks = list(asked.my_day(officer).select_related("department", "officer")[:MOST_TASKS])
    keys = [task.pk for task in tasks]
    waiting = {
        hand.task_id: hand
        for hand in Hand.objects.filter(task__in=keys, state=HandState.WAITING).select_related(
            "from_department"
        )
    }
    outings = {one.task_id: one for one in Outing.objects.filter(task__in=keys)}  # the latest wins
    shut = closed_to(officer, [task.about for task in tasks if task.url])
    for task in tasks:
        hand, outing = waiting.get(task.pk), outings.get(task.pk)
        yield _item(task, hand, outing, behalf=away.get(task.officer_id or 0, ""),
                    is_shut=task.about in shut)  # fmt: skip
    for part in asked.parts_for(officer)[:MOST]:
        yield Item(
            TASKS, "part", str(KINDS["part"]), said(part.task.title), part.task.page, part.due_at,
            part.what, part.task.urgent, behalf=away.get(part.officer_id or 0, ""),
            key=f"part:{part.pk}",
        )  # fmt: skip
    for ruling in asked.rulings_for(officer)[:MOST]:
        yield Item(
            TASKS, "referee", str(KINDS["referee"]), said(ruling.task.title), ruling.task.page,
            ruling.task.due_at, said(ruling.question), ruling.task.urgent,
            key=f"ruling:{ruling.pk}",
        )  # fmt: skip


def _item(
    task: Task, hand: Hand | None, outing: Outing | None, *, behalf: str, is_shut: bool
) -> Item:
    due = min(task.due_at, hand.sign_by) if hand and hand.sign_by else task.due_at
    return Item(
        TASKS, "to_sign" if hand else "task",
        str(KINDS["to_sign"]) if hand else task.get_kind_display(), said(task.title),
        task.page if is_shut or hand or not task.url else task.url, due, said(task.why),
        task.urgent, personal=not may_cross(task.about), behalf=behalf,
        marks=tuple((str(words), tone) for words, tone in _marks(task, hand, outing)),
        task=task, key=task.subject,
    )  # fmt: skip


def _marks(task: Task, hand: Hand | None, outing: Outing | None) -> Iterator[tuple[object, str]]:
    if task.urgent:
        yield _("urgent"), "red"
    if hand is not None:
        yield _("from %(unit)s") % {"unit": hand.from_department or "–"}, "blu"
    elif task.returns:
        yield _("returned"), "amb"
    if task.ruled:
        yield _("decided by the referee"), "blu"
    yield from OUTSIDE.get(outing.state if outing else "", ())
    if task.open_parts:
        yield _("%(n)s parts open") % {"n": task.open_parts}, "amb"
    if not task.officer_id:
        yield _("nobody has taken it"), "gry"

"""Whatever changes and whenever it is folded, a figure counted ahead says what its rows say."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from county.dimensions.helpdesk.models import Helper, Matter
from county.dimensions.helpdesk.tests.conftest import able_officer, every_permit
from county.foundation.figures import actions
from county.foundation.figures.ahead import EYES, ahead_of, kept_figures
from county.foundation.figures.models import Cell, Counted, Mark
from county.foundation.figures.queries import by_day, by_grid, by_town, read, rows_counted
from county.foundation.figures.registry import FIGURES, Figure, Kept, lend
from county.kernel import clock
from county.kernel.periods import Period
from county.records.residents import actions as residents
from county.records.residents.models import Resident

pytestmark = pytest.mark.django_db
TOWNS = ("330424001", "330424002", "330424101", "")
chance = random.Random(44)


def grid(town: str) -> str:
    return chance.choice([town, f"{town}G01", f"{town}G02"]) if town else ""


@pytest.fixture
def holders(desk: Any) -> list[Any]:
    appoint = lambda name, **more: desk(name, **more).officer  # noqa: E731
    return [
        able_officer(appoint, "全能", every_permit()),
        desk("朱所长", post="PLD_CHIEF").officer,
        desk("沈警官").officer,
        desk("检察长", post="PROC_CHIEF", department="PROC").officer,
        EYES,
    ]


def said(figure: Figure, holder: Any, period: Period) -> list[Any]:
    """Everything that pages ask of a figure."""
    areas = ("", TOWNS[0], f"{TOWNS[1]}G01")
    return [
        [read(figure, holder, period, area) for area in areas],
        rows_counted(figure, holder, period),
        by_town(figure, holder, period),
        by_grid(figure, holder, period, TOWNS[0]),
        by_day(figure, holder, period),
    ]


def agree(holders: list[Any]) -> int:
    """What is counted ahead is what is counted live; how many answers came from cells."""
    today, ahead = clock.today(), 0
    periods = [
        Period(today - timedelta(days=first), today - timedelta(days=last))
        for first, last in ((400, 0), (9, 1))
    ]
    for figure in kept_figures():
        live = replace(figure, kept=None)
        for holder in holders:
            for period in periods:
                assert said(figure, holder, period) == said(live, holder, period), figure.code
                ahead += ahead_of(figure, holder, period) is not None
    return ahead


def matter(number: int, officers: list[Any]) -> None:
    """One more matter, somewhere, of some day."""
    town = chance.choice(TOWNS)
    made = Matter.objects.create(
        number=f"B-{number}", kind=chance.choice(["help", "consultation"]), state="open",
        topic=chance.choice(["fraud", "hukou", "noise"]), town_code=town, area_code=grid(town),
        assignee=chance.choice([None, *officers]),
    )  # fmt: skip
    if chance.random() < 0.2:
        Helper.objects.create(matter=made, officer=chance.choice(officers))


def moved(one: Matter) -> None:
    """Something happens to a matter: it ends, it begins again, it moves, it is renamed."""
    at = clock.now() - timedelta(
        days=chance.choice([0, 0, 1, 5, 9, 200]), hours=chance.randrange(9)
    )
    town = chance.choice(TOWNS)
    deeds: list[dict[str, Any]] = [
        {"state": "closed", "closed_at": at, "result": chance.choice(["solved", "unsolved"])},
        {"resolved_at": at, "money": chance.choice(["kept", "stopped", "lost"])},
        {"state": "open", "closed_at": None},
        {"town_code": town, "area_code": grid(town)},
        {"topic": chance.choice(["fraud", "hukou"])},
        {"stated_amount": Decimal(chance.randrange(10_000)) / 100},
        {"verified_amount": None if chance.random() < 0.3 else Decimal(7)},
        {"last_text": "又说了一句"},
    ]
    for name, value in chance.choice(deeds).items():
        setattr(one, name, value)
    one.save()


def person() -> None:
    """A file is opened, says yes or no, moves, or is a child's."""
    people = list(Resident.objects.order_by("number"))
    town = chance.choice(TOWNS)
    if not people or chance.random() < 0.4:
        residents.open_file(alias="演示", town_code=town)
        return
    one = chance.choice(people)
    if chance.random() < 0.6:
        given = chance.random() < 0.7
        residents.record_consent(one, scope="tags", given=given, evidence="x", by=one)
    elif chance.random() < 0.7:
        Resident.objects.filter(pk=one.pk).update(town_code=town, area_code=grid(town))
    else:
        Resident.objects.filter(pk=one.pk).update(erased_at=clock.now())


def test_what_is_counted_ahead_is_what_the_rows_say(holders):
    officers = [one for one in holders if one is not EYES]
    ahead = 0
    for turn in range(120):
        opens = partial(matter, turn, officers)
        chance.choice([opens, person, _one_moves, _one_goes])()
        if chance.random() < 0.1:
            actions.fold()
        if turn % 20 == 19:
            ahead += agree(chance.sample(holders, 2))
    actions.fold()
    assert not Mark.objects.exists() and Cell.objects.filter(rows__gt=0).exists()
    assert agree(holders) and ahead > 10, "the cells were asked"
    assert actions.compare() == 0


def _one_moves() -> None:
    for _n in range(3):
        if one := Matter.objects.order_by("?").first():
            moved(one)


def _one_goes() -> None:
    if chance.random() < 0.1 and (one := Matter.objects.order_by("number").first()):
        Helper.objects.filter(matter=one).delete()
        one.delete()


def test_another_question_is_counted_anew(holders, monkeypatch):
    """A release may change what a figure means: its cells are not read any more, then replaced."""
    matter(1, holders[:1])
    Matter.objects.update(kind="help", state="closed", result="unsolved", closed_at=clock.now())
    actions.fold()
    assert read(FIGURES["S10"], EYES, _today()).value == 0
    every = lambda holder, period: Matter.objects.filter(closed_at__gte=period.begins)  # noqa: E731
    monkeypatch.setitem(FIGURES, "S10", replace(FIGURES["S10"], rows=every))
    assert ahead_of(FIGURES["S10"], EYES, _today()) is None
    assert read(FIGURES["S10"], EYES, _today()).value == 1
    actions.fold()
    assert ahead_of(FIGURES["S10"], EYES, _today()) is not None
    assert read(FIGURES["S10"], EYES, _today()).value == 1


def test_a_wrong_cell_is_found_in_the_night(holders):
    matter(2, holders[:1])
    Matter.objects.update(kind="help", state="closed", result="solved", closed_at=clock.now())
    actions.fold()
    Cell.objects.filter(figure="S10").update(rows=7)
    assert read(FIGURES["S10"], EYES, _today()).value == 7
    assert actions.compare() == 1
    assert read(FIGURES["S10"], EYES, _today()).value == 1


def test_many_changed_days_are_counted_live(holders):
    actions.fold()
    Mark.objects.bulk_create(
        Mark(source="helpdesk_matter", day=clock.today() - timedelta(days=n)) for n in range(80)
    )
    assert ahead_of(FIGURES["S10"], EYES, _today()) is not None
    year = Period(clock.today() - timedelta(days=365), clock.today())
    assert ahead_of(FIGURES["S10"], EYES, year) is None


def test_what_is_no_sum_of_days_cannot_be_counted_ahead(monkeypatch):
    monkeypatch.setattr("county.foundation.figures.registry.FIGURES", {})
    kept = Kept("x", lambda holder: None, lambda holder: FIGURES)  # type: ignore[arg-type,return-value]
    with pytest.raises(ValueError, match="S11"):
        lend(replace(FIGURES["S11"], kept=kept))


def test_cells_are_counted_once_a_figure_is_known(holders):
    assert not Counted.objects.exists() and ahead_of(FIGURES["S10"], EYES, _today()) is None
    actions.fold()
    assert {one.pk for one in Counted.objects.all()} == {one.code for one in kept_figures()}


def _today() -> Period:
    return Period(clock.today(), clock.today())

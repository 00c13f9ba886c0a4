"""Duty at the enterprise service centre, questions in several states, liaison in all nine towns."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from county.demo.people import firm
from county.demo.playbook import rows
from county.demo.stage import Story
from county.demo.stations import Stations
from county.demo.stories.firms import speakers
from county.dimensions.procuracy.actions import duty, liaison, questions
from county.dimensions.procuracy.queries import duty as roster
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.records.places.models import Area

TOWNS = {
    "lian": ("330424002", "330424001", "330424005", "330424004"),
    "tao": ("330424101", "330424102", "330424103", "330424105", "330424106"),
}
"""By which towns each liaison prosecutor stands."""
PHONE = "0573-00000000"
AHEAD = timedelta(days=15)


def plans(stations: Stations, until: datetime) -> Story:
    """The roster is planned a week ahead, and at last for the coming fortnight."""
    keeper, last = stations.named("an"), clock.day_of(until)
    day = clock.today()
    while True:
        ahead = clock.today() + timedelta(days=10)
        end = last + AHEAD if ahead >= last else ahead
        while day <= end:
            _plan(stations, day, keeper)
            day += timedelta(days=1)
        yield clock.now() + timedelta(days=5)


def _plan(stations: Stations, day: date, keeper: Officer) -> None:
    if not clock.is_working_day(day) or roster.sessions(day, day).exists():
        return
    turn = day.toordinal()
    pair = (stations.named("jiang"), stations.named("lian"), stations.named("tao"))
    half = "am" if turn % 3 else "pm"
    duty.plan(
        on=day, half=half, procurator=pair[turn % 3], assistant=pair[(turn + 1) % 3], by=keeper
    )


def liaisons(stations: Stations) -> Story:
    """Two prosecutors stand by the nine towns, a third stands in for both."""
    keeper = stations.named("dong")
    for username, towns in TOWNS.items():
        for code in towns:
            town = Area.objects.get(pk=code)
            for officer, part in ((username, "main"), ("jiang", "deputy")):
                liaison.assign(
                    town=town, officer=stations.named(officer), part=part, phone=PHONE,
                    from_on=clock.today(), by=keeper,
                )  # fmt: skip
    yield clock.now() + timedelta(hours=2)
    first = firm("91330424MA00000155")
    if first is not None:
        contact = liaison.ask_first_contact(
            first, why="企业主动提出希望定期联系", because="demo:first-contact", by=keeper
        )
        yield clock.now() + timedelta(hours=3)
        lian = stations.named("lian")
        liaison.make_contact(contact, words="电话联系，约定每月上门一次", by=lian)
        liaison.note_need(first, words="希望对货运管理制度做一次合规体检", by=lian)


def asked(stations: Stations) -> Story:
    """Questions of the firms and of a visitor, some answered, some waiting."""
    for number, row in enumerate(rows("counsel", "question")):
        people = list(speakers().filter(trusts__contains=["enterprises.questions"]))
        if not people:
            return
        speaker = people[number % len(people)]
        question = questions.ask(
            speaker, topic=row["topic"], narrative=row["asks"],
            is_complaint=row["how"] == "complaint",
        )  # fmt: skip
        yield clock.now() + timedelta(hours=5)
        _go_on(question, row, stations.named("jiang"))
        yield clock.now() + timedelta(hours=4)
        if row["how"] == "answer":
            questions.rate(question, rating=5 - number % 2, by=speaker)
    questions.walk_in(
        topic="rights", narrative="小店招牌被要求拆除，想问有没有补偿。", visitor="某来访人",
        by=stations.named("chuang"),
    )  # fmt: skip


def _go_on(question: Any, row: dict[str, str], by: Officer) -> None:
    if row["how"] == "answer":
        questions.answer(question, answer=row["words"], by=by)
    elif row["how"] == "refer":
        consent = "电话确认，企业同意"
        questions.refer(question, to="emergency", consent=consent, words=row["words"], by=by)
    elif row["how"] == "complaint":
        questions.refer(question, to="12309", by=by)
    elif row["how"] == "extend":
        questions.extend(question, why=row["words"], by=by)


def stories(begin: datetime, until: datetime, stations: Stations) -> list[tuple[datetime, Story]]:
    """Everything of this file with the moment it begins."""
    morning = datetime.combine(clock.day_of(begin), time(9, 5), clock.SHANGHAI)
    opens = max(morning, begin + timedelta(minutes=30))
    return [
        (begin + timedelta(minutes=10), plans(stations, until)),
        (begin + timedelta(minutes=12), liaisons(stations)),
        (max(opens, until - timedelta(days=4)), asked(stations)),
    ]

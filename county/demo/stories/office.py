"""The office itself: firms, the answer library, the roster, the clock, notices that are read."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from county.dashboard import actions as county
from county.demo.people import register_firms
from county.demo.playbook import library, sentences
from county.demo.stage import Story
from county.demo.stations import Stations
from county.dimensions.helpdesk.actions import desk
from county.foundation.events.clock import WORKS
from county.foundation.notices import actions as notices
from county.foundation.notices.models import Notice
from county.foundation.staff.models import Officer
from county.kernel import clock

STRUCK = (
    "county.dimensions.helpdesk.jobs.warn_of_missed_limits",
    "county.dimensions.helpdesk.jobs.close_the_silent",
    "county.records.worklist.jobs.remind",
    "county.records.tags.jobs.let_run_out",
    "county.records.lists.jobs.forget",
    "county.dimensions.outreach.jobs.begin_what_is_due",
    "county.dimensions.outreach.jobs.look_after",
    "county.dimensions.procuracy.jobs.look_after_lessons",
    "county.dimensions.procuracy.jobs.look_after_limits",
)
EVERY = timedelta(minutes=60)
YEARS = 19
"""S32 is entered by hand; here as an example, beside the banner that says so."""
CHANGE = time(8, 30)
"""When one shift ends and the next begins."""


def opening(editor: Officer, *, scale: float) -> Story:
    """On the first day: the firms, the answers, and the sentences sent often."""
    register_firms(scale)
    county.note_years(years=YEARS, basis="演示数据：年数与文件均为示例", by=editor)
    yield clock.now() + timedelta(minutes=5)
    for entry in library().values():
        desk.publish(
            topic=entry.topic,
            question=entry.question,
            text=entry.text,
            words=entry.words,
            rule=entry.rule,
            expires_on=clock.today() + timedelta(days=21 + entry.review_days),
            by=editor,
        )
    for quick in sentences().quick:
        desk.keep_quick_reply(**quick, by=editor)


def roster(stations: Stations) -> Story:
    """Each week's roster, written before it begins: a station's first officer, another by turns."""
    monday = clock.today() - timedelta(days=clock.today().weekday())
    while True:
        _write_week(stations, monday)
        monday += timedelta(days=7)
        yield datetime.combine(monday - timedelta(days=3), time(15, 40), clock.SHANGHAI)


def _write_week(stations: Stations, monday: date) -> None:
    chief = stations.command
    for number in range(7):
        start = datetime.combine(monday + timedelta(days=number), CHANGE, clock.SHANGHAI)
        end = start + timedelta(days=1)
        turn = (start.toordinal() + number) % 7
        for area, people in stations.roster().items():
            for officer in {people[0], people[turn % len(people)]}:
                desk.put_on_duty(officer, area_code=area, starts_at=start, ends_at=end, by=chief)
        noon = start + timedelta(hours=12)
        desk.put_on_duty(stations.fraud_desk, area_code="", starts_at=start, ends_at=noon, by=chief)
        desk.put_on_duty(chief, area_code="", starts_at=noon, ends_at=end, by=chief)


def strikes() -> Story:
    """The clock: limits that passed, answers met with silence, tasks that fell due."""
    while True:
        for name in STRUCK:
            WORKS[name][1]()
        yield clock.now() + EVERY


def reading(until: datetime) -> Story:
    """Officers read what they are told, every few hours; the last is still to read."""
    while True:
        told = Notice.objects.filter(read_at__isnull=True).values("officer")
        for officer in Officer.objects.filter(pk__in=told):
            notices.mark_read(officer)
        following = clock.now() + timedelta(hours=4)
        if following > until - timedelta(hours=1):
            return
        yield following

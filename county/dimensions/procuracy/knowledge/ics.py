"""Lessons as a calendar that phones and office programs read (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

REMIND = (timedelta(days=-1), timedelta(hours=-2))


@dataclass(frozen=True, slots=True)
class Lesson:
    """One lesson as a calendar shows it: no contact, no phone, nobody's name."""

    key: str
    title: str
    where: str
    starts_at: datetime
    ends_at: datetime
    told: str
    changed_at: datetime


def calendar(name: str, lessons: Iterable[Lesson], *, reminds: bool = True) -> bytes:
    """The lessons as a calendar file; each with its two reminders."""
    made = Calendar()
    made.add("prodid", "-//Siwei//lessons//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for lesson in lessons:
        made.add_component(_event(lesson, reminds=reminds))
    return bytes(made.to_ical())


def _event(lesson: Lesson, *, reminds: bool) -> Event:
    event = Event()
    event.add("uid", f"{lesson.key}@lessons.siwei")
    event.add("summary", lesson.title)
    event.add("location", lesson.where)
    event.add("description", lesson.told)
    # UTC in the file: no reader has to know our zone.
    event.add("dtstart", lesson.starts_at.astimezone(UTC))
    event.add("dtend", lesson.ends_at.astimezone(UTC))
    event.add("dtstamp", lesson.changed_at.astimezone(UTC))
    for before in REMIND if reminds else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", lesson.title)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event

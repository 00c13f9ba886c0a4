"""Calendars that phones and office programs read (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Alarm, Calendar, Event

REMIND = (timedelta(days=-1), timedelta(hours=-2))


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a calendar: no contact, no phone, nobody's name."""

    key: str
    title: str
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    where: str = ""
    told: str = ""


def calendar(name: str, entries: Iterable[Entry], *, of: str, reminds: bool = True) -> bytes:
    """The entries as a calendar file, each with its two reminders.

    `of` says what they are, such as `lessons`, and keeps one calendar's entries from another's.
    """
    made = Calendar()
    made.add("prodid", f"-//Siwei//{of}//ZH")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for entry in entries:
        made.add_component(_event(entry, of, reminds=reminds))
    return bytes(made.to_ical())


def _event(entry: Entry, of: str, *, reminds: bool) -> Event:
    event = Event()
    event.add("uid", f"{entry.key}@{of}.siwei")
    event.add("summary", entry.title)
    event.add("location", entry.where)
    event.add("description", entry.told)
    # UTC in the file: no reader has to know our zone.
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    for before in REMIND if reminds else ():
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", entry.title)
        alarm.add("trigger", before)
        event.add_component(alarm)
    return event

"""What may be asked about tasks."""

from county.records.worklist.queries.day import Day, Item, day_of, titles_of
from county.records.worklist.queries.feeds import feed_of, officer_at
from county.records.worklist.queries.tasks import (
    about,
    absent,
    chain,
    county_line,
    department_line,
    fallen_due,
    fallen_idle,
    fallen_unsigned,
    hand_waiting,
    key_now,
    may_act,
    may_sign,
    my_day,
    open_keys,
    open_ruling,
    outing_waiting,
    outings_overdue,
    overdue_for,
    parts_for,
    referees,
    rulings_for,
    tasks_for,
)

__all__ = [
    "Day", "Item", "about", "absent", "chain", "county_line", "day_of", "department_line",
    "fallen_due", "fallen_idle", "fallen_unsigned", "feed_of", "hand_waiting", "key_now", "may_act",
    "may_sign", "my_day", "officer_at", "open_keys", "open_ruling", "outing_waiting",
    "outings_overdue", "overdue_for",
    "parts_for", "referees", "rulings_for", "tasks_for", "titles_of",
]  # fmt: skip

"""A week of fraud: new phrases, types by town and by day, numbers and links seen again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Q
from django.db.models.functions import TruncDate

from county.dimensions.fraud.access import Permit
from county.dimensions.fraud.flow import AlertState
from county.dimensions.fraud.knowledge.masking import hint, traces
from county.dimensions.fraud.knowledge.phrases import BEFORE_WEEKS, Phrase, rising
from county.dimensions.fraud.models import IDENTIFIER, Alert, Example, Sighting
from county.dimensions.fraud.queries.alerts import alerts_for
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.kernel.sealing import blind_index
from county.records.conversations.models import Read
from county.records.places.queries import name_of

DAYS = 7
FIRST = date(2000, 1, 1)
ACCOUNT = "account"
ACCOUNTS = frozenset({ACCOUNT, "bank_card"})
"""Kinds that share their index with the accounts of stop requests."""
MOST_SEEN = 200
SHADES = 5


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days up to and with `last`."""

    last: date

    @property
    def first(self) -> date:
        return self.last - timedelta(days=DAYS - 1)

    @property
    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range(DAYS)]

    @property
    def begins(self) -> datetime:
        return clock.start_of_day(self.first)

    @property
    def ends(self) -> datetime:
        return clock.start_of_day(self.last + timedelta(days=1))

    @property
    def before(self) -> date:
        """The last day of the week before."""
        return self.last - timedelta(days=DAYS)

    @property
    def after(self) -> date | None:
        """The last day of the week after; None where that is not over yet."""
        following = self.last + timedelta(days=DAYS)
        return following if following <= clock.today() else None


def week_ending(said: str) -> Week:
    """The week that ends on this day; the one that ends today for nonsense or the future."""
    try:
        last = date.fromisoformat(said)
    except ValueError:
        last = clock.today()
    return Week(last if FIRST <= last <= clock.today() else clock.today())


def new_phrases(holder: Holder, week: Week) -> list[Phrase]:
    """Phrases of this week's confirmed scams that were rare in the eight weeks before."""
    if not holder.has(Permit.DESK):
        return []
    start = week.begins - timedelta(weeks=BEFORE_WEEKS)
    rows = Example.objects.filter(
        is_scam=True, alert__raised_at__gte=start, alert__raised_at__lt=week.ends
    ).values_list("alert__conversation_id", "text", "alert__raised_at")
    now = [(str(place), text) for place, text, at in rows if at >= week.begins]
    then = [(str(place), text) for place, text, at in rows if at < week.begins]
    return rising(now, then)


@dataclass(frozen=True, slots=True)
class Heat:
    """A table of numbers with a row for each type: `columns` are keys and titles."""

    columns: Sequence[tuple[str, str]]
    rows: Sequence[tuple[str, Sequence[int]]]

    @property
    def totals(self) -> list[int]:
        """The sum of each column."""
        return [sum(numbers[at] for _name, numbers in self.rows) for at in range(len(self.columns))]

    def shade(self, number: int) -> int:
        """How dark a cell is, 0 to 4, against the table's largest."""
        most = max((n for _name, numbers in self.rows for n in numbers), default=0)
        return 0 if not number else 1 + (number * (SHADES - 1) - 1) // max(most, 1)


def _told(holder: Holder, week: Week) -> Any:
    """The alerts of the week that nobody found harmless, within the holder's reach."""
    rows = alerts_for(holder).filter(raised_at__gte=week.begins, raised_at__lt=week.ends)
    return rows.exclude(state=AlertState.DISMISSED).order_by()


def _heat(counted: Counter[tuple[str, str]], columns: Sequence[tuple[str, str]]) -> Heat:
    sums: Counter[str] = Counter()
    for (category, _key), n in counted.items():
        sums[category] += n
    rows = [
        (category, [counted[category, key] for key, _title in columns])
        for category, _n in sums.most_common()
    ]
    return Heat(columns, rows)


def by_town(holder: Holder, week: Week) -> Heat:
    """How many alerts of each type came from each town; towns without any are left out."""
    rows = _told(holder, week).values_list("category", "conversation__resident__town_code")
    counted = Counter({(c, t or ""): n for c, t, n in rows.annotate(n=Count("pk"))})
    towns = sorted({town for _category, town in counted})
    return _heat(counted, [(town, name_of(town)) for town in towns])


def by_day(holder: Holder, week: Week) -> Heat:
    """How many alerts of each type were raised on each day."""
    dated = _told(holder, week).annotate(day=TruncDate("raised_at", tzinfo=clock.SHANGHAI))
    rows = dated.values_list("category", "day").annotate(n=Count("pk"))
    counted = Counter({(c, f"{day:%F}"): n for c, day, n in rows})
    return _heat(counted, [(f"{day:%F}", f"{day:%m-%d}") for day in week.days])


@dataclass(frozen=True, slots=True)
class Trace:
    """An identifier as it is kept: its kind, its keyed index, its masked form."""

    kind: str
    index: bytes
    masked: str


def identifiers_of(alert: Alert) -> list[Trace]:
    """What in the alert's message leads to whoever is behind it; not the resident's own phone."""
    text = alert.message.text
    read = Read.objects.filter(message=alert.message_id).first()
    resident = alert.conversation.resident
    own = bytes(resident.phone_index) if resident and resident.phone_index else b""
    found: dict[bytes, Trace] = {}
    if read is not None:
        text = f"{text}\n{read.text}"
        for turn in read.turns:
            if turn.get("speaker") == "code" and turn.get("text"):
                code = str(turn["text"])
                index = blind_index(IDENTIFIER, f"qr|{code}")
                found[index] = Trace("qr", index, hint("qr", code))
    for one in traces(text):
        if one.kind == "phone" and own and blind_index("phone", one.value) == own:
            continue
        purpose = "account" if one.kind in ACCOUNTS else IDENTIFIER
        value = one.value if one.kind in ACCOUNTS else f"{one.kind}|{one.value}"
        index = blind_index(purpose, value)
        found.setdefault(index, Trace(one.kind, index, hint(one.kind, one.value)))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class Seen:
    """One identifier that several conversations name."""

    kind: str
    masked: str
    conversations: int
    stops: int
    first: datetime
    last: datetime


def seen_again(holder: Holder, week: Week) -> list[Seen]:
    """Identifiers of this week that two or more conversations named, at any time until then."""
    if not holder.has(Permit.DESK):
        return []
    rows = Sighting.objects.filter(seen_at__lt=week.ends)
    fresh = rows.filter(seen_at__gte=week.begins).values("value_index")
    counted = (
        rows.filter(value_index__in=fresh)
        .order_by()
        .values("value_index")
        .annotate(
            places=Count("conversation", distinct=True),
            stops=Count("pk", filter=Q(about__startswith="stop:")),
            kind=Max("kind"),
            shown=Max("masked"),
            first=Min("seen_at"),
            last=Max("seen_at"),
        )
        .filter(places__gte=2)
        .order_by("-places", "-last")
    )
    return [
        Seen(row["kind"], row["shown"], row["places"], row["stops"], row["first"], row["last"])
        for row in counted[:MOST_SEEN]
    ]

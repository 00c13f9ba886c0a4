"""A county that has worked for a year: a million messages, loaded by COPY in a minute or two.

Ten messages to a matter, five matters to three residents; more by day than by night; a third calls
for help, one in seventeen with a fraud alert; three in a hundred still open.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
from django.conf import settings
from psycopg import sql

from county.foundation.database.embedded import SUPERUSER
from county.foundation.staff import actions as staff
from county.foundation.staff.models import Department, Officer, Post
from county.records.conversations.queries import index_terms
from county.records.places.queries import towns
from county.site.bench.ground import BENCH

MATTERS = 100_000
MESSAGES_EACH = 10
DAYS = 400
OPEN_SHARE = 0.03
NEEDLE = "海燕新村十二幢"
"""Words that stand in a handful of messages, for the search."""

OPENINGS = (
    "请问怎么办理{thing}，需要带什么材料",
    "你好，{place}这边{trouble}，麻烦派人来看看",
    "我在{place}，{trouble}，已经第{n}次了",
    "有人打电话说{lie}，让我转{n}00元，是真的吗",
    "{thing}大概要等几天，昨天在{place}问过没有结果",
    "收到，谢谢警官",
    "好的，我{n}点钟过去",
)
THINGS = ("身份证", "居住证", "驾驶证", "护照", "户口迁移", "新生儿落户", "车辆过户", "无犯罪证明")
TROUBLES = ("施工噪音", "邻居吵架", "狗没有拴", "路灯不亮", "井盖缺失", "有人堵门要账", "小孩走散")
LIES = ("我是公检法，要把钱转到安全账户", "航班取消可以退款", "刷单返佣金", "贷款要先交保证金")
REPLIES = (
    "您好，{thing}请到{place}窗口办理，带好原件和复印件",
    "已经联系{place}派出所，民警{n}分钟内到",
    "这是诈骗，请不要转账，也不要告诉对方验证码",
    "请您留一下方便联系的时间",
)
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A matter before it is written: what the other tables need to know of it."""

    id: UUID
    at: datetime
    place: UUID
    resident: UUID
    town: str
    officer: int | None
    open: bool
    alert: bool


class County:
    """Draws the same county for the same seed."""

    def __init__(self, scale: float, officers: list[Officer], now: datetime) -> None:
        self.chance = random.Random(4)  # noqa: S311 - nothing here is secret
        self.now, self.officers = now, officers
        self.towns = [town.code for town in towns()]
        self.matters = int(MATTERS * scale)
        self.texts = [self._text(OPENINGS) for _ in range(max(500, int(60_000 * scale)))]
        self.replies = [self._text(REPLIES) for _ in range(2000)]
        self.texts[:5] = [f"{NEEDLE}{number}室有人敲门" for number in range(101, 106)]
        self.indexed: dict[str, str] = {}

    def _text(self, kinds: tuple[str, ...]) -> str:
        pick = self.chance.choice
        return pick(kinds).format(
            thing=pick(THINGS), trouble=pick(TROUBLES), lie=pick(LIES),
            place=f"海滨路{self.chance.randint(1, 900)}号", n=self.chance.randint(2, 59),
        )  # fmt: skip

    def moment(self, age: float) -> datetime:
        """A moment so many days ago, by day four times as likely as by night."""
        day = self.now - timedelta(days=age)
        hour = self.chance.choices(range(24), [1] * 8 + [4] * 14 + [1] * 2)[0]
        return min(day.replace(hour=hour, minute=self.chance.randint(0, 59)), self.now)

    def key(self, at: datetime) -> UUID:
        """A UUIDv7 of that moment."""
        head = int(at.timestamp() * 1000) << 80
        tail = self.chance.getrandbits(74)
        return UUID(int=head | 7 << 76 | (tail >> 62) << 64 | 2 << 62 | tail & (1 << 62) - 1)

    def terms(self, text: str) -> str:
        """The index entry of a text, as PostgreSQL reads it."""
        known = self.indexed.get(text)
        if known is None:
            terms = (term.replace("\\", "\\\\").replace("'", "''") for term in index_terms(text))
            known = self.indexed[text] = " ".join(f"'{term}'" for term in terms)
        return known


def officers(number: int = 20) -> list[Officer]:
    """Officers of the stations to sit at the desk; appointed if they are not yet."""
    post, stations = Post.objects.get(pk="PLD_OFFICER"), Department.objects.filter(kind="station")
    homes = list(stations.order_by("code"))
    for n in range(number):
        name = f"bench{n:02}"
        if not Officer.objects.filter(username=name).exists():
            staff.appoint(
                username=name, name=f"{n:02}", department=homes[n % len(homes)], post=post, by=BENCH
            )
    found = Officer.objects.filter(username__startswith="bench").order_by("username")
    return list(found.select_related("department", "post"))


def fill(scale: float, say: Callable[[str], None]) -> None:
    """Fill the database once; a mark in the folder remembers at which scale."""
    mark = settings.SIWEI_HOME / "filled"
    if mark.exists():
        if mark.read_text() == str(scale):
            return
        raise RuntimeError("This folder is filled at another scale: add --fresh.")
    county = County(scale, officers(), datetime.now(UTC))
    with psycopg.connect(settings.SIWEI_SERVER.url(SUPERUSER)) as wire:
        # Keys are right by construction: checking each would take longer than writing them.
        wire.execute("SET session_replication_role = replica")
        wire.execute("SET maintenance_work_mem = '512MB'")
        wire.execute("DROP INDEX message_grams")
        _write(wire, county, say)
        say("indexing what was said")
        wire.execute("CREATE INDEX message_grams ON conversations_message USING gin (grams)")
        wire.execute("ALTER INDEX message_grams SET (fastupdate = on)")
    with psycopg.connect(settings.SIWEI_SERVER.url(SUPERUSER), autocommit=True) as wire:
        wire.execute("VACUUM ANALYZE")
    mark.write_text(str(scale))


def _write(wire: psycopg.Connection[Row], county: County, say: Callable[[str], None]) -> None:
    people = max(1, county.matters * 3 // 5)
    born = county.now - timedelta(days=DAYS + 1)
    keys = [(county.key(born), county.key(born), county.chance.choice(county.towns))
            for _ in range(people)]  # fmt: skip
    say(f"{people} residents")
    _copy(
        wire, "residents_resident", "id number alias town_code area_code name_masked phone_masked"
        " identity_masked address_masked notice_version", _residents(keys),
    )  # fmt: skip
    _copy(
        wire, "conversations_conversation", "id channel address resident_id",
        ((place, "web", str(place), who) for who, place, _town in keys),
    )  # fmt: skip
    say(f"{county.matters} matters")
    laid = list(_lay(county, keys))
    _copy(wire, "helpdesk_matter", MATTER, (_matter(county, n, m) for n, m in enumerate(laid)))
    _copy(
        wire, "helpdesk_clockrun", "matter_id code basis statutory started_at due_at met_at",
        (
            (m.id, "reply_office", "local DL53", False, m.at, m.at + timedelta(minutes=15),
             None if m.open and m.officer is None else m.at + timedelta(minutes=5))
            for m in laid
        ),
    )  # fmt: skip
    say(f"{len(laid) * MESSAGES_EACH} messages and their facts")
    _copy(wire, "conversations_message", MESSAGE, _messages(county, laid))
    _copy(wire, "events_event", "kind subject thread facts by happened_at", _facts(county, laid))
    wire.execute(
        "SELECT setval('conversations_message_number', (SELECT max(number) FROM"
        " conversations_message)), setval('residents_file_number', (SELECT max(number) FROM"
        " residents_resident))"
    )


def _copy(wire: psycopg.Connection[Row], table: str, columns: str, rows: Iterable[Row]) -> None:
    command = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns.split()))
    )
    with wire.cursor().copy(command) as copy:
        for row in rows:
            copy.write_row(row)


def _residents(keys: list[tuple[UUID, UUID, str]]) -> Iterator[Row]:
    for number, (who, _place, town) in enumerate(keys, 1):
        alias = f"海盐居民{number}" if number % 2 else ""
        yield (who, number, alias, town, town, "", "", "", "", "2026-11")


def _lay(county: County, keys: list[tuple[UUID, UUID, str]]) -> Iterator[Laid]:
    """The matters in the order of their time; the last of a resident may still be open."""
    chance, total = county.chance, county.matters
    busy: set[UUID] = set()
    for n in range(total):
        age = DAYS * (1 - n / total)
        at = county.moment(age)
        who, place, town = chance.choice(keys)
        is_open = place not in busy and chance.random() < (
            OPEN_SHARE * (8 if age < DAYS / 10 else 0.2)
        )
        if is_open:
            busy.add(place)
        near = [one.pk for one in county.officers if town in (one.reach or ())]
        officer = chance.choice(near) if near and (not is_open or chance.random() < 0.7) else None
        yield Laid(county.key(at), at, place, who, town, officer, is_open, chance.random() < 1 / 17)


MATTER = (
    "id number kind state topic priority conversation_id resident_id town_code area_code channel"
    " assignee_id last_text last_at waiting_since unread next_due alert alert_category opened_at"
    " first_reply_at closed_at result money rating result_note rating_words case_number case_link"
)


def _matter(county: County, number: int, m: Laid) -> Row:
    chance = county.chance
    kind = "help" if m.alert or chance.random() < 1 / 3 else "consultation"
    states = ("asked", "taken") if kind == "consultation" else ("open", "assigned")
    state = states[m.officer is not None] if m.open else "closed"
    topic = "fraud" if m.alert else chance.choice(["hukou", "traffic", "exit", "noise", "other"])
    waits = m.open and chance.random() < 0.6
    end = m.at + timedelta(hours=chance.randint(1, 30))
    return (
        m.id, f"HY{m.at:%Y%m%d}-{number:06}", kind, state, topic, 2 if m.alert else 3, m.place,
        m.resident, m.town, m.town, "web", m.officer, chance.choice(county.texts)[:80], end,
        m.at if waits else None, int(waits), m.at + timedelta(minutes=15) if m.open else None,
        "raised" if m.alert and m.open else "confirmed" if m.alert else "",
        "冒充公检法" if m.alert else "", m.at,
        None if m.officer is None else m.at + timedelta(seconds=chance.expovariate(1 / 240)),
        None if m.open else end, "" if m.open else "solved",
        "kept" if m.alert and not m.open else "",
        None if m.open or chance.random() < 0.5 else chance.choice([5, 5, 5, 4, 3, 2, 1]),
        "", "", "", "",
    )  # fmt: skip


MESSAGE = (
    "id number conversation_id channel author by by_name kind text said_at received_at"
    " delivered_at grams"
)


def _messages(county: County, laid: list[Laid]) -> Iterator[Row]:
    chance, number = county.chance, 0
    for m in laid:
        for n in range(MESSAGES_EACH):
            number += 1
            at = m.at + timedelta(minutes=3 * n)
            answered = n % 3 == 2 and m.officer is not None
            text = chance.choice(county.replies if answered else county.texts)
            yield (
                county.key(at), number, m.place, "web", "officer" if answered else "resident",
                f"officer:{m.officer}" if answered else f"web:{m.place}",
                "08" if answered else "", "text", text, at, at, at if answered else None,
                county.terms(text),
            )  # fmt: skip


def _facts(county: County, laid: list[Laid]) -> Iterator[Row]:
    """What was announced: each message, and what became of each matter."""
    for m in laid:
        place = str(m.place)
        both = json.dumps({"matter_id": str(m.id), "conversation_id": place})
        for n in range(MESSAGES_EACH):
            key = county.key(m.at)
            said = json.dumps({"message_id": str(key), "conversation_id": place})
            at = m.at + timedelta(minutes=3 * n)
            yield ("conversations.message_received", f"message:{key}", place, said, "web", at)
        kinds = ["opened", "taken"] + ([] if m.open else ["closed"])
        for kind in kinds:
            facts = both if kind != "taken" else both[:-1] + f', "officer_id": {m.officer or 0}}}'
            yield (f"helpdesk.matter_{kind}", f"matter:{m.id}", place, facts, "desk", m.at)

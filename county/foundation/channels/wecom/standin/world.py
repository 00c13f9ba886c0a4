"""What the stand-in knows: its clock, people, chats, files, faults, and what happened."""

from __future__ import annotations

import secrets
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.wire import Item, Refusal

MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
WINDOW, DEPTH, HINT = 48 * HOUR, 3 * DAY, 10 * MINUTE
"""Seconds: a resident may be answered (§5.5), the record reaches back (§5.4), a hint's token."""
ENDED, HUMAN, QUEUED, ROBOT, NEW = 4, 3, 2, 1, 0
"""States of a customer service session (§5.7)."""
ARROWS = ["0>1", "0>2", "0>3", "0>4", "1>2", "1>3", "1>4", "2>3", "2>4", "3>3", "3>4"]
"""Changes of state that the API allows; 0>1 and 0, 1, 2 > 4 are unconfirmed, so it is settable."""
KEPT = (
    "ahead", "pace", "secrets", "tokens", "tickets", "bans", "officers", "residents", "accounts",
    "sessions", "codes", "hints", "follows", "tag_groups", "ways", "welcomes", "tasks", "quotas",
    "transfers", "files", "posts", "logins", "pictures", "arrows", "options", "number",
)  # fmt: skip
"""What survives a restart."""
OPTIONS: Item = {
    "page": 1000,  # most messages of one page of kf/sync_msg
    "empty_pages": 0,  # so many next pages are empty and say has_more
    "strict": 0,  # pulls a minute without a hint's token; 0 is without limit
    "most_tags": 10_000, "most_tags_of_contact": 200,
    "redirects": [],  # domains to which a login may return; [] is any
    "trusted": [],  # addresses that may call; [] is any
    "app_enabled": True, "verified": True,
    "limits": {"get_jsapi_ticket": [400, HOUR], "ticket/get": [100, HOUR]},
    "concurrent": {},  # calls at once, by interface
    "quota": "month", "dispatching": 0,
    "retry": "any",  # D:90238 any status but 200 is tried again; "timeout" is D:90930
    "attempts": 3, "patience": 5.0, "between": 0.0,
    "drop": 0, "duplicate": 0, "delay": 0.0, "reorder": 0, "in_order": True,
}  # fmt: skip


class World:
    """Everything of the stand-in; change it only inside `acting`."""

    def __init__(self, options: Item | None = None) -> None:
        self.lock = threading.RLock()
        self.depth, self.outbox = 0, list[Item]()
        self.after: Callable[[list[Item]], None] = lambda _events: None
        self.ahead, self.pace, self.began = 0.0, 1.0, time.time()
        self.options: Item = {**OPTIONS, "limits": dict(OPTIONS["limits"]), "concurrent": {}}
        unknown = set(options or {}) - set(OPTIONS)
        if unknown:
            raise TypeError(f"unknown options: {sorted(unknown)}")
        self.options |= options or {}
        self.arrows, self.number = list(ARROWS), 0
        self._forget()
        self.asked: Counter[str] = Counter()
        self.faults: defaultdict[str, list[Any]] = defaultdict(list)
        self.slow: dict[str, float] = {}
        self.busy: Counter[str] = Counter()
        self.pairs: set[str] = set()
        self.stamps: defaultdict[str, deque[float]] = defaultdict(deque)
        self.seen: deque[tuple[str, dict[str, str], bytes]] = deque(maxlen=5000)
        self.calls: deque[Item] = deque(maxlen=300)
        self.pushes: deque[Item] = deque(maxlen=300)
        self.version = 0
        self.furnish()

    def _forget(self) -> None:
        self.secrets = [setting.SECRET]
        self.tokens: dict[str, float] = {}
        self.tickets: dict[str, Item] = {}
        self.bans: dict[str, Item] = {}
        self.officers: dict[str, Item] = {}
        self.residents: dict[str, Item] = {}
        self.accounts: dict[str, Item] = {}
        self.sessions: dict[str, Item] = {}
        self.codes: dict[str, Item] = {}
        self.hints: dict[str, Item] = {}
        self.follows: dict[str, Item] = {}
        self.tag_groups: dict[str, Item] = {}
        self.ways: dict[str, Item] = {}
        self.welcomes: dict[str, Item] = {}
        self.tasks: dict[str, Item] = {}
        self.quotas: dict[str, list[float]] = {}
        self.transfers: list[Item] = []
        self.files: dict[str, Item] = {}
        self.contents: dict[str, bytes] = {}
        self.posts: list[Item] = []
        self.logins: dict[str, Item] = {}
        self.pictures: list[float] = []

    def furnish(self) -> None:
        """The enterprise as it is when the stand-in is new."""
        for userid, name in setting.OFFICERS.items():
            self.officers[userid] = {
                "name": name, "contacts": userid not in setting.WITHOUT_CONTACTS,
                "active": True, "visible": True, "alert": True,
            }  # fmt: skip
        for resident, nickname in setting.RESIDENTS.items():
            self.add_resident(nickname, resident)
        for account, (name, managed) in setting.ACCOUNTS.items():
            self.add_account(name, account, managed=managed)
            self.accounts[account]["servicers"] = dict.fromkeys(setting.SERVICERS, 0)
        for officer, residents in setting.FOLLOWS.items():
            for resident in residents:
                self.befriend(officer, resident)
        for group, names in setting.TAGS.items():
            self.add_tags(group, names, app=False)

    # The clock.

    def now(self) -> float:
        """Seconds since 1970, by the stand-in's clock."""
        real = time.time()
        return self.began + (real - self.began) * self.pace + self.ahead

    def second(self) -> int:
        """The same, as WeCom writes it."""
        return int(self.now())

    def later(self, seconds: float) -> None:
        """Turn the clock."""
        self.ahead += seconds

    def run(self, pace: float) -> None:
        """Let the clock run so many times as fast from now on."""
        now = self.now()
        self.began, self.pace = time.time(), pace
        self.ahead = now - self.began

    # Changes.

    @contextmanager
    def acting(self) -> Iterator[World]:
        """One change at a time; afterwards its events are handed to the sender."""
        events: list[Item] = []
        with self.lock:
            self.depth += 1
            try:
                yield self
            finally:
                self.depth -= 1
                if not self.depth:
                    self.version += 1
                    events, self.outbox = self.outbox, []
        if events:
            self.after(events)

    def emit(self, *fields: tuple[str, Any]) -> None:
        """Push an event to the application, after the change at hand."""
        head = [("ToUserName", setting.CORP)]
        self.outbox.append({"fields": [*head, *fields], "at": self.second()})

    def id(self, prefix: str, length: int = 32) -> str:
        """A new name of WeCom's kind: the prefix, a number and letters."""
        self.number += 1
        return f"{prefix}{self.number:05}{secrets.token_hex(20)}"[:length]

    # People and accounts.

    def add_resident(self, nickname: str, resident: str = "") -> str:
        """A new resident; the external_userid."""
        resident = resident or self.id("wm")
        self.residents[resident] = {
            "nickname": nickname, "avatar": "", "gender": 0, "unionid": self.id("o", 28),
        }  # fmt: skip
        return resident

    def add_account(self, name: str, account: str = "", *, managed: bool = True) -> str:
        """A new customer service account; its open_kfid."""
        account = account or self.id("wk")
        self.accounts[account] = {
            "name": name, "avatar": "", "managed": managed, "deleted": False, "servicers": {},
            "departments": [], "record": [], "names": {},
        }  # fmt: skip
        return account

    def befriend(self, officer: str, resident: str, state: str = "", **more: Any) -> Item:
        """Make the two contacts; the relation as the officer has it."""
        self.follows[f"{officer} {resident}"] = {
            "officer": officer, "resident": resident, "createtime": self.second(), "remark": "",
            "description": "", "remark_corp_name": "", "remark_mobiles": [], "tags": [],
            "personal": [], "add_way": 1, "state": state, "accepted": True, "gone": "",
            "chat": [], **more,
        }  # fmt: skip
        return self.follows[f"{officer} {resident}"]

    def follow(self, officer: str, resident: str) -> Item:
        """The relation; Refusal 84061 if they are no contacts as WeCom counts (§6.3)."""
        found = self.follows.get(f"{officer} {resident}")
        if found is None or not found["accepted"] or found["gone"] == "officer":
            raise Refusal(84061)
        return found

    def tag(self, name: str, order: int = 0) -> Item:
        """A new tag, or the head of a group."""
        return {"id": self.id("et"), "name": name, "create_time": self.second(), "order": order,
                "deleted": False}  # fmt: skip

    def add_tags(self, group: str, names: tuple[str, ...], *, app: bool) -> Item:
        """A new group of tags, made by our application or in the console."""
        head = self.tag(group) | {"tags": [self.tag(one) for one in names], "app": app}
        self.tag_groups[head["id"]] = head
        return head

    def account(self, open_kfid: str) -> Item:
        """A customer service account of ours; Refusal 95000, 95004 or 48007."""
        found = self.accounts.get(open_kfid)
        if found is None:
            raise Refusal(95000)
        if found["deleted"]:
            raise Refusal(95004)
        if not found["managed"]:
            raise Refusal(48007)
        return found

    def session(self, open_kfid: str, resident: str) -> Item:
        """The chat of a resident with an account; it ends by itself after 48 hours (§5.7)."""
        found = self.sessions.setdefault(
            f"{open_kfid} {resident}",
            {"account": open_kfid, "resident": resident, "state": ENDED, "servicer": "", "left": 0,
             "wrote_at": 0.0, "until": 0.0, "entered_at": 0.0, "welcomed_at": 0.0, "scene": "",
             "scene_param": "", "rejects": False, "fails": [], "chat": [], "coded": []},
        )  # fmt: skip
        if found["state"] != ENDED and self.now() > found["until"]:
            found["state"], found["servicer"] = ENDED, ""
        return found

    def record(self, open_kfid: str, /, **entry: Any) -> Item:
        """Append to an account's record and send the hint, if our application manages it (§5.3)."""
        found = {"msgid": self.id("kfm"), "send_time": self.second(), **entry}
        account = self.accounts[open_kfid]
        account["record"].append(found)
        if account["managed"] and not account["deleted"]:
            self.emit(
                ("CreateTime", self.second()), ("MsgType", "event"), ("Event", "kf_msg_or_event"),
                ("Token", self.hint(open_kfid)), ("OpenKfId", open_kfid),
            )  # fmt: skip
        return found

    def hint(self, open_kfid: str) -> str:
        """A token for pulling, good for ten minutes."""
        token = f"ENC{self.id('', 60)}"
        self.hints[token] = {"account": open_kfid, "until": self.now() + HINT}
        return token

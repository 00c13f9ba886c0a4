"""What a resident does with the phone; nothing of this exists at WeCom, it is what people do."""

from __future__ import annotations

from typing import Any

from county.foundation.channels.wecom.standin import media, setting
from county.foundation.channels.wecom.standin.kf_messages import event, new_code
from county.foundation.channels.wecom.standin.wire import Item
from county.foundation.channels.wecom.standin.world import ENDED, NEW, WINDOW, World

MESSAGES, WELCOME = 5, 20
"""Messages that may answer one of the resident's (§5.5); seconds of a welcome code (§5.6)."""
LARGEST = {"image": 2, "voice": 2, "video": 10, "file": 20}
"""Megabytes: bigger ones arrive as a notice in words (§5.4)."""


class Unknown(Exception):  # noqa: N818
    """There is no such resident, officer, account or message in the stand-in."""


class Resident:
    """One resident's phone."""

    def __init__(self, world: World, resident: str) -> None:
        if resident not in world.residents:
            raise Unknown(resident)
        self.world, self.id = world, resident

    # Chats with a customer service account.

    def enters(
        self,
        scene: str = "",
        scene_param: str = "",
        account: str = setting.KF,
        *,
        link: bool = True,
    ) -> str:
        """Open the chat by a link; the welcome code, "" where WeCom gives none (§5.4)."""
        with self.world.acting() as world:
            session, now = self._session(account), world.now()
            session["entered_at"] = now
            if not link:
                return ""
            session["scene"], session["scene_param"] = scene, scene_param
            fresh = session["state"] == ENDED and not self._wrote_lately(session)
            welcome = fresh and now - session["welcomed_at"] > WINDOW
            code = new_code(world, session, "welcome", WELCOME) if welcome else ""
            more = {"welcome_code": code} if code else {}
            event(world, session, "enter_session", scene=scene, scene_param=scene_param, **more)
            return code

    def writes(self, text: str, menu_id: str = "", account: str = setting.KF) -> Item:
        """Write a text, or press a line of a menu; the entry of the record."""
        more = {"menu_id": menu_id} if menu_id else {}
        return self._says(account, "text", {"content": text, **more})

    def sends(self, kind: str, content: bytes, name: str = "", account: str = setting.KF) -> Item:
        """Send an image, voice, video or file; too big a one arrives as a notice in words."""
        if len(content) > LARGEST[kind] * media.MEGABYTE:
            return self.writes(f"[{kind}] 文件过大，请在微信中查看", account=account)
        with self.world.acting() as world:
            endings = {"image": "jpg", "voice": "amr", "video": "mp4", "file": "bin"}
            media_id = media.keep(world, kind, name or f"{kind}.{endings[kind]}", content)
            return self._says(account, kind, {"media_id": media_id})

    def locates(
        self, latitude: float, longitude: float, name: str = "", address: str = "",
        account: str = setting.KF,
    ) -> Item:  # fmt: skip
        """Send a place."""
        place = {"latitude": latitude, "longitude": longitude, "name": name, "address": address}
        return self._says(account, "location", place)

    def shares(self, title: str, url: str, desc: str = "", account: str = setting.KF) -> Item:
        """Send a link."""
        return self._says(
            account, "link", {"title": title, "desc": desc, "url": url, "pic_url": ""}
        )

    def says(self, kind: str, content: Item | None = None, account: str = setting.KF) -> Item:
        """Send something of any kind, known or not; without content for `meeting` and the like."""
        return self._says(account, kind, content)

    def recalls(self, msgid: str, account: str = setting.KF) -> None:
        """Take back a message of one's own (§5.4)."""
        with self.world.acting() as world:
            session = self._session(account)
            self._own(session, msgid)["recalled"] = True
            event(world, session, "user_recall_msg", recall_msgid=msgid)

    def rejects(self, switch: bool = True, account: str = setting.KF) -> None:  # noqa: FBT001, FBT002
        """Refuse, or allow again, that the account writes (§5.4)."""
        with self.world.acting() as world:
            session = self._session(account)
            session["rejects"] = switch
            event(world, session, "reject_customer_msg_switch_change",
                  servicer_userid=session["servicer"], reject_switch=int(switch))  # fmt: skip

    def chat(self, account: str = setting.KF) -> list[Item]:
        """What the phone shows of the chat."""
        with self.world.lock:
            return [dict(one) for one in self._session(account)["chat"]]

    # Officers as contacts.

    def adds(self, officer: str, state: str = "") -> str:
        """Become a contact of an officer; the welcome code, "" where WeCom gives none (§10)."""
        return self._adds(officer, state, "add_external_contact", accepted=True)

    def scans(self, config_id: str) -> str:
        """Add an officer by the code of a contact way; the welcome code (§6.6)."""
        way = self.world.ways.get(config_id)
        if way is None:
            raise Unknown(config_id)
        return self.adds(way["user"][0], str(way.get("state", "")))

    def half_adds(self, officer: str, state: str = "") -> str:
        """Add an officer who asks for no verification, and who has not accepted yet (§10)."""
        return self._adds(officer, state, "add_half_external_contact", accepted=False)

    def deletes(self, officer: str) -> None:
        """Remove an officer; the officer keeps the resident, one-way (§6.3)."""
        with self.world.acting() as world:
            self._follow(officer)["gone"] = "resident"
            contact_event(world, "del_follow_user", officer, self.id)

    def tells(self, officer: str, text: str) -> None:
        """Write to an officer's own WeCom; no interface and no callback shows it (§9)."""
        with self.world.acting() as world:
            self._follow(officer)["chat"].append(
                {"from": "resident", "at": world.second(), "msgtype": "text",
                 "text": {"content": text}}
            )  # fmt: skip

    def _adds(self, officer: str, state: str, change: str, *, accepted: bool) -> str:
        with self.world.acting() as world:
            if officer not in world.officers:
                raise Unknown(officer)
            known = world.follows.get(f"{officer} {self.id}")
            chatting = bool(known and known["chat"] and not known["gone"])
            half_welcomed = bool(known and known.get("welcomed"))
            if known and known["gone"] == "resident":
                known |= {"gone": "", "accepted": True}
            else:
                world.befriend(officer, self.id, state, accepted=accepted)
            code = ""
            if not chatting and not half_welcomed:
                code = world.id("WELCOME", 40)
                world.welcomes[code] = {
                    "officer": officer, "resident": self.id, "until": world.now() + WELCOME,
                    "used": False,
                }  # fmt: skip
            contact_event(world, change, officer, self.id, State=state, WelcomeCode=code)
            return code

    def _follow(self, officer: str) -> Item:
        found = self.world.follows.get(f"{officer} {self.id}")
        if found is None:
            raise Unknown(officer)
        return found

    def _session(self, account: str) -> Item:
        if account not in self.world.accounts:
            raise Unknown(account)
        return self.world.session(account, self.id)

    def _wrote_lately(self, session: Item) -> bool:
        return bool(session["wrote_at"]) and self.world.now() <= session["until"]

    def _own(self, session: Item, msgid: str) -> Item:
        for message in session["chat"]:
            if message["msgid"] == msgid and message["from"] == "resident":
                found: Item = message
                return found
        raise Unknown(msgid)

    def _says(self, account: str, kind: str, content: Any) -> Item:
        """§5.5: the counters begin anew; §5.7: an ended session is new again."""
        with self.world.acting() as world:
            session, now = self._session(account), world.now()
            if session["state"] == ENDED:
                session["state"], session["servicer"], session["coded"] = NEW, "", []
            session |= {"left": MESSAGES, "wrote_at": now, "until": now + WINDOW}
            inside = {} if content is None else {kind: content}
            entry = world.record(
                account, origin=3, msgtype=kind, open_kfid=account, external_userid=self.id,
                **inside,
            )  # fmt: skip
            session["chat"].append(
                {"msgid": entry["msgid"], "from": "resident", "at": entry["send_time"],
                 "msgtype": kind, **inside}
            )  # fmt: skip
            return entry


def contact_event(world: World, change: str, officer: str, resident: str, **more: str) -> None:
    """Push a change between an officer and a resident (§10)."""
    world.emit(
        ("FromUserName", "sys"), ("CreateTime", world.second()), ("MsgType", "event"),
        ("Event", "change_external_contact"), ("ChangeType", change), ("UserID", officer),
        ("ExternalUserID", resident), *((name, value) for name, value in more.items() if value),
    )  # fmt: skip

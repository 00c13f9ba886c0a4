"""What an officer does in the WeCom client: chats, contacts, tags, tasks and cards."""

from __future__ import annotations

import secrets

from county.foundation.channels.wecom.standin import cards, mailings, media, setting, tags
from county.foundation.channels.wecom.standin.kf_messages import event
from county.foundation.channels.wecom.standin.kf_sessions import said_on_change
from county.foundation.channels.wecom.standin.residents import Unknown, contact_event
from county.foundation.channels.wecom.standin.wire import Item
from county.foundation.channels.wecom.standin.world import ENDED, HUMAN, WINDOW, World


class Officer:
    """One officer's WeCom: chats, contacts, tags, tasks and cards."""

    def __init__(self, world: World, officer: str) -> None:
        if officer not in world.officers:
            raise Unknown(officer)
        self.world, self.id = world, officer

    def takes(self, resident: str, account: str = setting.KF) -> None:
        """Take a session, out of the pool or from a colleague (§5.4 session_status_change)."""
        with self.world.acting() as world:
            session = self._session(resident, account)
            old, before = session["servicer"], session["state"]
            session["state"], session["servicer"] = HUMAN, self.id
            if before == ENDED:
                self._changed(session, 4, old_servicer_userid=old, new_servicer_userid=self.id)
                session["until"] = world.now() + WINDOW
            elif before == HUMAN:
                self._changed(session, 2, old_servicer_userid=old, new_servicer_userid=self.id)
            else:
                code = said_on_change(world, session)
                more = {"msg_code": code} if code else {}
                self._changed(session, 1, new_servicer_userid=self.id, **more)

    def ends(self, resident: str, account: str = setting.KF) -> None:
        """End a session in the client."""
        with self.world.acting() as world:
            session = self._session(resident, account)
            session["state"], session["servicer"] = ENDED, ""
            code = said_on_change(world, session)
            self._changed(session, 3, old_servicer_userid=self.id, msg_code=code)

    def answers(self, resident: str, text: str, account: str = setting.KF) -> Item:
        """Write into a session: origin 5; the session becomes the officer's (§5.7)."""
        return self.sends(resident, "text", {"content": text}, account)

    def sends(self, resident: str, kind: str, content: Item, account: str = setting.KF) -> Item:
        """Send a message of any kind into a session from the client."""
        with self.world.acting() as world:
            session = self._session(resident, account)
            if session["state"] != HUMAN or session["servicer"] != self.id:
                self.takes(resident, account)
            entry = world.record(
                account, origin=5, msgtype=kind, open_kfid=account, external_userid=resident,
                servicer_userid=self.id, **{kind: content},
            )  # fmt: skip
            session["chat"].append(
                {"msgid": entry["msgid"], "from": self.id, "at": entry["send_time"],
                 "msgtype": kind, kind: content}
            )  # fmt: skip
            return entry

    def sends_file(
        self, resident: str, kind: str, content: bytes, name: str, account: str = setting.KF
    ) -> Item:
        """Send a file into a session from the client."""
        with self.world.acting() as world:
            media_id = media.keep(world, kind, name, content)
            return self.sends(resident, kind, {"media_id": media_id}, account)

    def recalls(self, resident: str, msgid: str, account: str = setting.KF) -> None:
        """Take back a message written into a session (§5.4)."""
        with self.world.acting() as world:
            session = self._session(resident, account)
            for message in session["chat"]:
                if message["msgid"] == msgid and message["from"] == self.id:
                    message["recalled"] = True
                    event(world, session, "servicer_recall_msg", recall_msgid=msgid,
                          servicer_userid=self.id)  # fmt: skip
                    return
            raise Unknown(msgid)

    def stops(self, stop_type: int = 0, account: str = setting.KF) -> None:
        """Stop answering for an account, or hang it up for a while with 1 (§5.2, §5.4)."""
        self._status(account, 1 + stop_type, status=2, stop_type=stop_type)

    def resumes(self, account: str = setting.KF) -> None:
        """Answer again."""
        self._status(account, 0, status=1)

    # Contacts.

    def accepts(self, resident: str) -> None:
        """Accept a resident who added without verification (§10)."""
        with self.world.acting() as world:
            follow = self._follow(resident)
            if follow["accepted"]:
                return
            follow["accepted"] = True
            contact_event(world, "add_external_contact", self.id, resident, State=follow["state"])

    def deletes(self, resident: str) -> None:
        """Remove a resident from one's contacts (§10)."""
        with self.world.acting() as world:
            self._follow(resident)["gone"] = "officer"
            contact_event(world, "del_external_contact", self.id, resident)

    def remarks(self, resident: str, remark: str = "", description: str = "") -> None:
        """Write a remark in the client; the event does not say what (§10)."""
        with self.world.acting() as world:
            follow = self._follow(resident)
            follow |= {"remark": remark[:20], "description": description[:150]}
            contact_event(world, "edit_external_contact", self.id, resident)

    def tags(
        self, resident: str, add: list[str] | None = None, remove: list[str] | None = None
    ) -> None:
        """Tag a contact in the client, with tags of the enterprise (§10)."""
        with self.world.acting() as world:
            tags.set_tags(world, self._follow(resident), add or [], remove or [])
            contact_event(world, "edit_external_contact", self.id, resident)

    def labels(self, resident: str, *labels: str) -> None:
        """Give a contact personal tags, which have no id (§6.1 type 2)."""
        with self.world.acting() as world:
            self._follow(resident)["personal"] = list(labels)
            contact_event(world, "edit_external_contact", self.id, resident)

    def creates_tags(self, group: str, names: list[str]) -> Item:
        """Make tags in the client; our application may not change them (§10)."""
        with self.world.acting() as world:
            head = world.add_tags(group, tuple(names), app=False)
            tag_event(world, "create", head["id"], "tag_group")
            for tag in head["tags"]:
                tag_event(world, "create", tag["id"], "tag")
            return dict(head)

    def deletes_tags(self, key: str) -> None:
        """Delete a tag, or a group; a group does not fire for its tags (§10)."""
        with self.world.acting() as world:
            for group in list(world.tag_groups.values()):
                for one in (group, *group["tags"]):
                    if one["id"] == key:
                        tags.remove(world, group, one)
                        tag_event(world, "delete", key, "tag_group" if one is group else "tag")
                        return
            raise Unknown(key)

    def writes(self, resident: str, kind: str, content: Item) -> None:
        """Write to a contact in one's own chat; no interface and no callback shows it (§9)."""
        with self.world.acting() as world:
            self._follow(resident)["chat"].append(
                {"from": "officer", "at": world.second(), "msgtype": kind, kind: content}
            )

    # Tasks, cards, and words to the application.

    def confirms(self, msgid: str, chosen: list[str] | None = None) -> None:
        """Confirm a group send, to all or to some (§6.4)."""
        with self.world.acting() as world:
            task = world.tasks.get(msgid)
            if task is None or self.id not in task["sends"] or task["cancelled"]:
                raise Unknown(msgid)
            mailings.confirm(world, task, self.id, chosen)

    def presses(self, msgid: str, key: str, chosen: dict[str, list[str]] | None = None) -> str:
        """Press a button of a card; the code that the event carries, "" for a menu's (§7)."""
        with self.world.acting() as world:
            for message in world.posts:
                if message["msgid"] == msgid and self.id in message["to"]:
                    return cards.press(world, message, self.id, key, chosen or {})
            raise Unknown(msgid)

    def says(self, text: str) -> None:
        """Write a text to the application (§7)."""
        with self.world.acting() as world:
            world.emit(
                ("FromUserName", self.id), ("CreateTime", world.second()), ("MsgType", "text"),
                ("Content", text), ("MsgId", secrets.randbelow(2**62) + 2**61),
                ("AgentID", setting.AGENT),
            )  # fmt: skip

    def opens(self) -> None:
        """Open the application (§7 enter_agent)."""
        with self.world.acting() as world:
            world.emit(
                ("FromUserName", self.id), ("CreateTime", world.second()), ("MsgType", "event"),
                ("Event", "enter_agent"), ("EventKey", ""), ("AgentID", setting.AGENT),
            )  # fmt: skip

    def leaves(self) -> None:
        """Leave the enterprise; the contacts wait for somebody to take them over (§6.7)."""
        with self.world.acting() as world:
            world.officers[self.id] |= {"left_at": world.now(), "visible": False, "active": False}

    def _follow(self, resident: str) -> Item:
        found = self.world.follows.get(f"{self.id} {resident}")
        if found is None or found["gone"] == "officer":
            raise Unknown(resident)
        return found

    def _status(self, account: str, kept: int, **fields: int) -> None:
        with self.world.acting() as world:
            if self.id not in self._account(account)["servicers"]:
                raise Unknown(self.id)
            world.accounts[account]["servicers"][self.id] = kept
            inside = {"event_type": "servicer_status_change", "open_kfid": account,
                      "servicer_userid": self.id, **fields}  # fmt: skip
            world.record(account, origin=4, msgtype="event", event=inside)

    def _changed(self, session: Item, change_type: int, **fields: str) -> None:
        event(self.world, session, "session_status_change", change_type=change_type, **fields)

    def _session(self, resident: str, account: str) -> Item:
        self._account(account)
        if resident not in self.world.residents:
            raise Unknown(resident)
        return self.world.session(account, resident)

    def _account(self, account: str) -> Item:
        found = self.world.accounts.get(account)
        if found is None:
            raise Unknown(account)
        return found


def tag_event(world: World, change: str, key: str, kind: str) -> None:
    """Push a change of the tags (§10)."""
    world.emit(
        ("FromUserName", "sys"), ("CreateTime", world.second()), ("MsgType", "event"),
        ("Event", "change_external_tag"), ("Id", key), ("TagType", kind), ("ChangeType", change),
    )  # fmt: skip

"""What an officer does in the WeCom client: chats, contacts, tags, tasks and cards."""

from __future__ import annotations

from county.foundation.channels.wecom.standin import media, setting
from county.foundation.channels.wecom.standin.kf_messages import event
from county.foundation.channels.wecom.standin.kf_sessions import said_on_change
from county.foundation.channels.wecom.standin.residents import Unknown
from county.foundation.channels.wecom.standin.wire import Item
from county.foundation.channels.wecom.standin.world import ENDED, HUMAN, WINDOW, World


class Officer:
    """One officer's WeCom: the chats with residents through a customer service account."""

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

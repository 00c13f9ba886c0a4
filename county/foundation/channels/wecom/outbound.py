"""Our messages as WeCom takes them: in pieces, within the window, each sent once."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from county.foundation.channels import actions
from county.foundation.channels.ports import NeverTaken, Outgoing, Room
from county.foundation.channels.queries import session_of
from county.foundation.channels.wecom import calls, errors, sessions
from county.foundation.channels.wecom.client import client
from county.foundation.channels.wecom.errors import Step, WeComRefused
from county.foundation.staff.queries import officer_in_wecom
from county.kernel import clock
from county.kernel.text import split_bytes

WINDOW, MOST = timedelta(hours=48), 5
"""After a resident's last word five messages may be sent within 48 hours (document 94677)."""


class WeCom:
    """WeChat customer service. A recipient is `open_kfid:external_userid`."""

    name = "wecom"
    outward = True

    def send(self, message: Outgoing) -> None:
        """Send the pieces that WeCom does not have yet, or the file."""
        account, resident = message.recipient.split(":", 1)
        try:
            if message.file is not None:
                self._show(account, resident, message)
            else:
                for number, piece in enumerate(split_bytes(message.text, calls.LONGEST_TEXT)):
                    calls.say(client(), account, resident, piece, key=name_of(message.key, number))
        except WeComRefused as refused:
            if refused.step is Step.TELL:
                actions.complain(refused.kept)
            if refused.code in errors.ROOM_IS_OVER:
                actions.keep_session(message.recipient, sessions.OVER, "", clock.now())
            if refused.code in errors.SESSION_FORBIDS:
                found = sessions.held(client(), account, resident)
                actions.keep_session(message.recipient, found.state, found.colleague, clock.now())
            if refused.step is Step.GIVE_UP:
                raise NeverTaken(refused.kept) from refused
            raise

    @staticmethod
    def _show(account: str, resident: str, message: Outgoing) -> None:
        if message.file is None:
            return
        name, media_type, content = message.file
        kind = "image" if media_type in ("image/jpeg", "image/png") else "file"
        for last in (False, True):
            media = calls.keep(client(), kind, name, content)
            try:
                calls.show(client(), account, resident, (kind, media), key=name_of(message.key, 0))
            except WeComRefused as refused:
                if last or refused.code != errors.NO_MEDIA:
                    raise  # a file that WeCom has just taken and forgotten is given once more
            else:
                return

    def pieces(self, text: str) -> int:
        """As how many messages of 2048 bytes a text goes out."""
        return len(split_bytes(text, calls.LONGEST_TEXT))

    def room(self, recipient: str, heard_at: datetime | None, pieces_since: int) -> Room | None:
        """What is left of the five messages and the 48 hours, and whether the chat is ours."""
        if heard_at is None:
            return Room(0, None, _("The resident has not written here yet: WeCom lets them begin."))
        until = heard_at + WINDOW
        session = session_of(recipient)
        why = ""
        if session is not None and session.state == sessions.COLLEAGUE:
            officer = officer_in_wecom(session.colleague)
            who = officer.name if officer else session.colleague
            why = _("%s has this chat in WeCom. Ask them, or let them end it.") % who
        elif session is not None and session.state == sessions.OVER:
            why = _("WeCom takes nothing more here until the resident writes again.")
        elif clock.now() >= until:
            why = _("The resident last wrote more than 48 hours ago, so WeCom sends nothing.")
        elif pieces_since >= MOST:
            why = _("Five messages were sent since the resident last wrote: wait for an answer.")
        return Room(0 if why else MOST - pieces_since, until, why)


class OwnChat:
    """An officer's own chat with a resident in WeCom: what was said there is kept, not carried."""

    name = "wecom_chat"
    outward = False

    def send(self, message: Outgoing) -> None:
        """Nothing can be sent there from elsewhere."""
        raise NeverTaken(self._why())

    def pieces(self, text: str) -> int:
        """One, if it could be sent at all."""
        return 1

    def room(self, recipient: str, heard_at: datetime | None, pieces_since: int) -> Room | None:
        """None at all: WeCom gives no interface for it (wecom.md §9)."""
        return Room(0, None, self._why())

    @staticmethod
    def _why() -> str:
        return _(
            "WeCom lets nobody write into an officer's own chat from elsewhere. Write there, from"
            " beside the chat."
        )


def name_of(message: UUID, number: int) -> str:
    """Our name for a piece of a message in WeCom: 24 of its 32 letters, digits, - and _."""
    return f"{base64.urlsafe_b64encode(message.bytes).decode().rstrip('=')}-{number}"


def message_of(name: str) -> UUID | None:
    """The message that a name of ours stands for; None for another's name."""
    code, _dash, number = name.rpartition("-")
    if len(code) != 22 or not number.isdecimal():
        return None
    try:
        return UUID(bytes=base64.urlsafe_b64decode(code + "=="))
    except ValueError:
        return None

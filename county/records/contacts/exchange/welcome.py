"""The first words to a resident who has just added an officer."""

from __future__ import annotations

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from county.foundation.channels.wecom import contacts as calls
from county.foundation.channels.wecom import errors
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.errors import Step, Unreachable, WeComRefused
from county.kernel import clock
from county.records.contacts.actions import welcome as acts

log = logging.getLogger(__name__)

TIME = timedelta(seconds=20)
"""How long a code is good after its event (document 92137)."""
PAUSE = 1.0
"""Seconds before another try while another application is welcoming."""


def words() -> str:
    """Who keeps what and why, where to write, and what to do in an emergency."""
    with override(settings.LANGUAGE_CODE):
        notice = _(
            "This is the Haiyan police help desk. The Haiyan County Public Security Bureau keeps"
            " what you send, your WeChat name and your contact, in order to answer you and to"
            " prevent fraud; only officers who handle your matter read it, and you may ask to see,"
            " correct or delete it. You need not give a name."
        )
        emergency = _("In an emergency call 110. If you cannot speak, send a text to 12110.")
        address = settings.SIWEI_ADDRESS.rstrip("/")
        link = _("The whole notice, and the desk: %s") % f"{address}/helpdesk/phone/"
    return "\n".join([notice, emergency, link] if address else [notice, emergency])


def greet(wecom: Client, code: str, *, userid: str, external_userid: str, since: datetime) -> str:
    """Use the one-time code of an event once, and only in its 20 seconds (F-30).

    Comes back with what came of it: sent, already, late or refused. That the chat has begun
    already (41051) is as good as sent; while another application is at it (41096), or WeCom does
    not answer, it is tried again as long as the time allows, and never after.
    """
    welcome = acts.claim(code, userid=userid, external_userid=external_userid)
    if not welcome.outcome:
        acts.settle(welcome, _tried(wecom, code, until=since + TIME))
    return welcome.outcome


def _tried(wecom: Client, code: str, *, until: datetime) -> str:
    text = words()
    while clock.now() < until:
        try:
            calls.welcome(wecom, code, text)
        except WeComRefused as error:
            if error.code == errors.CHATTING_ALREADY:
                return "already"
            if error.step is not Step.RETRY:
                return "refused"
        except Unreachable:
            log.info("WeCom was not reached for a welcome; a second one does no harm")
        else:
            return "sent"
        time.sleep(PAUSE)
    return "late"

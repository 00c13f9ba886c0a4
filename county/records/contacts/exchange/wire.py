"""The client of WeCom for background work; what is wrong in WeCom's console is told."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from county.foundation.channels.wecom.client import Client, client
from county.foundation.channels.wecom.errors import Step, SwitchedOff, WeComRefused
from county.records.contacts.actions import alarms

log = logging.getLogger(__name__)
F = TypeVar("F")


def over_the_wire(work: Callable[[Client, F], None]) -> Callable[[F], None]:
    """Work for a listener outside transactions, which gets the client.

    Nothing is done where no WeCom is set up. A refusal that only the console's administrator can
    put right is told and not tried again (F-43); what passes by itself is raised, so that the
    listener is tried again.
    """

    @wraps(work)
    def act(fact: F) -> None:
        try:
            wecom = client()
        except SwitchedOff:
            log.debug("WeCom is not set up; %s is left", fact)
            return
        try:
            work(wecom, fact)
        except WeComRefused as error:
            if error.step is not Step.TELL:
                raise
            alarms.call_managers(error)

    return act

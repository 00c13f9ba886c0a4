"""Have codes made and deleted in WeCom; a code whose answer was lost is found again (F-46)."""

from __future__ import annotations

import logging
from datetime import timedelta

from county.foundation.channels.wecom import errors, pictures
from county.foundation.channels.wecom import ways as calls
from county.foundation.channels.wecom.client import Client
from county.foundation.channels.wecom.errors import Step, WeComRefused
from county.foundation.database.locks import held
from county.foundation.files import actions as files
from county.foundation.files.refusals import FileRefused
from county.kernel import clock
from county.records.contacts.actions import ways as acts
from county.records.contacts.flow import WayState
from county.records.contacts.models import ContactWay
from county.records.contacts.queries import ways as queries

log = logging.getLogger(__name__)
SKEW = timedelta(minutes=5)


def make(wecom: Client, way: ContactWay) -> None:
    """Have a planned code made, once: after a lost answer the code is looked for by its state."""
    with held(f"contacts.way:{way.pk}"):
        way.refresh_from_db()
        if way.state != WayState.PLANNED:
            return
        tried_before = way.tried_at is not None
        way = acts.begin(way)
        if tried_before and (found := _made_before(wecom, way)):
            acts.made(way, found)
            return
        try:
            made = calls.add(wecom, way.members, state=way.state_word, title=way.title)
        except WeComRefused as error:
            if error.step is not Step.GIVE_UP:
                raise
            acts.refused(way, error.kept)
        else:
            acts.made(way, made)


def fetch_picture(way: ContactWay) -> None:
    """Bring the code's picture into our house, once: a desk may have no way to WeCom's.

    One that is kept elsewhere, or is no picture, is left; its address stays with the code.
    """
    address = pictures.secured(way.picture)
    if way.file_id is not None or not address:
        return
    if not pictures.may_be_fetched(address):
        log.warning("the picture of code %s is kept where WeCom keeps none", way.pk)
        return
    with held(f"contacts.way.picture:{way.pk}"):
        way.refresh_from_db()
        if way.file_id is not None:
            return
        content = pictures.fetch(address)
        try:
            file = files.keep(content, name="code.png", by=acts.WECOM, purpose="contact code")
        except FileRefused as refused:
            log.warning("what was fetched as the picture of code %s is none: %s", way.pk, refused)
            return
        acts.pictured(way, file)


def delete(wecom: Client, way: ContactWay) -> None:
    """Have a code deleted; one that WeCom does not know is deleted already."""
    with held(f"contacts.way:{way.pk}"):
        way.refresh_from_db()
        if way.state != WayState.DELETING:
            return
        config = way.config_id
        if config is None and way.tried_at is not None and (found := _made_before(wecom, way)):
            acts.made(way, found)
            config = found.config
        try:
            if config:
                calls.delete(wecom, config)
        except WeComRefused as error:
            if error.code not in (errors.NO_WAY, 41037):
                raise
        acts.removed(way)


def _made_before(wecom: Client, way: ContactWay) -> calls.Way | None:
    """The code of this state in WeCom, whose name never reached us."""
    start, end = (way.tried_at or clock.now()) - SKEW, clock.now() + SKEW
    for config in calls.made_since(wecom, int(start.timestamp()), int(end.timestamp())):
        if not queries.config_known(config):
            found = calls.get(wecom, config)
            if found.state == way.state_word:
                return found
    return None

"""Tags that come into force or end are put on or taken off in WeCom; the library each night."""

from __future__ import annotations

from county.foundation.channels.events import CallbackKept
from county.foundation.channels.wecom.client import Client, is_set_up
from county.foundation.events.actions import announce
from county.foundation.events.clock import every
from county.foundation.events.registry import System, on
from county.records.contacts import queries
from county.records.contacts.actions import contacts as acts
from county.records.contacts.events import LibraryDue
from county.records.contacts.exchange import marks
from county.records.contacts.exchange.wire import over_the_wire
from county.records.tags.events import TagEnded, TagPaused, TagResumed, TagSet, TagsFollowed


@over_the_wire
def settle(wecom: Client, resident_id: str) -> None:
    for contact in queries.friends_of(resident_id):
        marks.settle(wecom, contact)


@on(TagSet, outside=True)
def put_on(fact: TagSet) -> None:
    """Mark the resident's contacts with a tag that is in force now."""
    settle(fact.resident_id)


@on(TagEnded, outside=True)
def take_off(fact: TagEnded) -> None:
    """Take a tag that has ended off the resident's contacts."""
    settle(fact.resident_id)


@on(TagPaused, outside=True)
def take_off_for_now(fact: TagPaused) -> None:
    """Take a tag that its resident froze or objects to off the contacts."""
    settle(fact.resident_id)


@on(TagResumed, outside=True)
def put_back(fact: TagResumed) -> None:
    """Mark the contacts again with a tag that has its effect again."""
    settle(fact.resident_id)


@on(TagsFollowed, outside=True)
def go_along(fact: TagsFollowed) -> None:
    """Two files became one: what is in force on it now is put on all its contacts."""
    acts.follow_the_file(fact.resident_id)
    settle(fact.resident_id)


@every("50 1 * * *")
def library_each_night() -> None:
    """Let WeCom have our library, before the contacts are read."""
    if is_set_up():
        announce(LibraryDue(reason="night"), by=System("clock"))


@on(CallbackKept)
def put_the_library_right(fact: CallbackKept) -> None:
    """A tag was changed in the console: ours are put right again."""
    if fact.event == "change_external_tag":
        announce(LibraryDue(reason="console"), by=System("wecom"))


@on(LibraryDue, outside=True)
@over_the_wire
def push_library(wecom: Client, _fact: LibraryDue) -> None:
    """Make WeCom's tags those of our library."""
    marks.push_library(wecom)

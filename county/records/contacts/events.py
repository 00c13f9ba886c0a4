"""Facts about contacts; ids and states, never names."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class ContactMade(Fact, kind="contacts.contact_made", about="contact_id", title=_("Contact made")):
    contact_id: str
    resident_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class ContactLost(Fact, kind="contacts.contact_lost", about="contact_id", title=_("Contact lost")):
    contact_id: str
    resident_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class RemarkWritten(
    Fact, kind="contacts.remark_written", about="contact_id", title=_("Remark written")
):
    contact_id: str


@dataclass(frozen=True, kw_only=True)
class LibraryDue(
    Fact, kind="contacts.library_due", about="reason", title=_("Tags to be mirrored anew")
):
    reason: str


@dataclass(frozen=True, kw_only=True)
class ReadingAsked(
    Fact, kind="contacts.reading_asked", about="reason", title=_("Contacts to be read anew")
):
    reason: str

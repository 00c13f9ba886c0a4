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


@dataclass(frozen=True, kw_only=True)
class MailingPlanned(
    Fact, kind="contacts.mailing_planned", about="mailing_id", title=_("Group message planned")
):
    mailing_id: str


@dataclass(frozen=True, kw_only=True)
class MailingDue(
    Fact, kind="contacts.mailing_due", about="mailing_id", title=_("Group message to be read")
):
    mailing_id: str


@dataclass(frozen=True, kw_only=True)
class ReminderAsked(
    Fact, kind="contacts.reminder_asked", about="mailing_id", title=_("Officers to be reminded")
):
    mailing_id: str


@dataclass(frozen=True, kw_only=True)
class MailingChanged(
    Fact,
    kind="contacts.mailing_changed",
    about="mailing_id",
    title=_("News of a group message"),
):
    mailing_id: str


@dataclass(frozen=True, kw_only=True)
class MailingCancelled(
    Fact, kind="contacts.mailing_cancelled", about="mailing_id", title=_("Group message cancelled")
):
    mailing_id: str


@dataclass(frozen=True, kw_only=True)
class TransfersPlanned(
    Fact, kind="contacts.transfers_planned", about="officer_id", title=_("Contacts handed over")
):
    officer_id: int
    taker_id: int
    count: int


@dataclass(frozen=True, kw_only=True)
class TransferDue(
    Fact, kind="contacts.transfer_due", about="reason", title=_("Transfers to be read")
):
    reason: str


@dataclass(frozen=True, kw_only=True)
class TransferSettled(
    Fact, kind="contacts.transfer_settled", about="transfer_id", title=_("Transfer of a contact")
):
    transfer_id: str
    contact_id: str
    state: str


@dataclass(frozen=True, kw_only=True)
class WayPlanned(
    Fact, kind="contacts.way_planned", about="way_id", title=_("Contact code planned")
):
    way_id: str


@dataclass(frozen=True, kw_only=True)
class WayMade(Fact, kind="contacts.way_made", about="way_id", title=_("Contact code made")):
    way_id: str


@dataclass(frozen=True, kw_only=True)
class WayPictureAsked(
    Fact,
    kind="contacts.way_picture_asked",
    about="way_id",
    title=_("Picture of a contact code asked for"),
):
    way_id: str


@dataclass(frozen=True, kw_only=True)
class WayDeleted(
    Fact, kind="contacts.way_deleted", about="way_id", title=_("Contact code deleted")
):
    way_id: str


@dataclass(frozen=True, kw_only=True)
class EntranceAsked(
    Fact, kind="contacts.entrance_asked", about="entrance_id", title=_("Entrance asked for")
):
    entrance_id: str


@dataclass(frozen=True, kw_only=True)
class EntranceMade(
    Fact, kind="contacts.entrance_made", about="entrance_id", title=_("Entrance made")
):
    entrance_id: str

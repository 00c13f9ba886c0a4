"""Facts of conversation; they carry ids, never what was said."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class MessageReceived(
    Fact,
    kind="conversations.message_received",
    about="message_id",
    thread="conversation_id",
    title=_("Message received"),
):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class PictureReceived(
    Fact,
    kind="conversations.picture_received",
    about="message_id",
    thread="conversation_id",
    title=_("Picture received"),
):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class ReplyWritten(
    Fact,
    kind="conversations.reply_written",
    about="message_id",
    thread="conversation_id",
    title=_("Reply written"),
):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class NoteWritten(
    Fact,
    kind="conversations.note_written",
    about="message_id",
    thread="conversation_id",
    title=_("Internal note written"),
):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class PictureRead(
    Fact,
    kind="conversations.picture_read",
    about="message_id",
    thread="conversation_id",
    title=_("Picture read"),
):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class DeliveryFailed(
    Fact,
    kind="conversations.delivery_failed",
    about="message_id",
    thread="conversation_id",
    title=_("Delivery failed"),
):
    message_id: str
    conversation_id: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Typing(
    Fact,
    kind="conversations.typing",
    about="conversation_id",
    thread="conversation_id",
    title=_("Typing"),
):
    conversation_id: str
    who: str

    @property
    def shown(self) -> dict[str, str]:
        return {"who": self.who}


@dataclass(frozen=True, kw_only=True)
class ReplyOverheard(
    Fact,
    kind="conversations.reply_overheard",
    about="message_id",
    thread="conversation_id",
    title=_("Reply written in WeCom"),
):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class FileAwaited(
    Fact,
    kind="conversations.file_awaited",
    about="message_id",
    thread="conversation_id",
    title=_("File to be fetched"),
):
    message_id: str
    conversation_id: str
    entry_id: str


@dataclass(frozen=True, kw_only=True)
class FileArrived(
    Fact,
    kind="conversations.file_arrived",
    about="message_id",
    thread="conversation_id",
    title=_("File fetched"),
):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class MessageRecalled(
    Fact,
    kind="conversations.message_recalled",
    about="message_id",
    thread="conversation_id",
    title=_("Message taken back"),
):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class VisitorMet(
    Fact,
    kind="conversations.visitor_met",
    about="conversation_id",
    thread="conversation_id",
    title=_("A new visitor"),
):
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class VisitorEntered(
    Fact,
    kind="conversations.visitor_entered",
    about="conversation_id",
    thread="conversation_id",
    title=_("Visitor entered by a link"),
):
    conversation_id: str
    entry_id: str


@dataclass(frozen=True, kw_only=True)
class VisitorWelcomed(
    Fact,
    kind="conversations.visitor_welcomed",
    about="message_id",
    thread="conversation_id",
    title=_("Visitor welcomed"),
):
    message_id: str
    conversation_id: str


@dataclass(frozen=True, kw_only=True)
class SessionWanted(
    Fact,
    kind="conversations.session_wanted",
    about="conversation_id",
    thread="conversation_id",
    title=_("Chat to be taken in WeCom, or ended"),
):
    conversation_id: str
    colleague: str


@dataclass(frozen=True, kw_only=True)
class SessionChanged(
    Fact,
    kind="conversations.session_changed",
    about="conversation_id",
    thread="conversation_id",
    title=_("Chat taken in WeCom, or ended"),
):
    conversation_id: str

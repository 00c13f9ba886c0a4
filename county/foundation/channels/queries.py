"""What was pushed, what waits to be read, and how fresh it all is."""

from __future__ import annotations

from county.foundation.channels.models import Callback, Mailbox
from county.foundation.channels.wecom.envelope import Value, notice
from county.kernel.fields import reveal


def fields_of(callback_id: str) -> dict[str, Value]:
    """What a kept callback says, field by field."""
    return notice(reveal(Callback.objects.get(pk=callback_id), "body")).fields


def mailboxes() -> list[Mailbox]:
    """The accounts that we manage, in the order of their names."""
    return list(Mailbox.objects.filter(managed=True).order_by("name"))

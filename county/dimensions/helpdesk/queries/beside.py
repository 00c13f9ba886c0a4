"""What is shown beside a chat in WeCom: the person there, their matters, what was said last."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db.models import Case, QuerySet, Value, When

from county.dimensions.helpdesk.flow import OPEN_STATES
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.queries import matters as asked
from county.foundation.staff.models import Officer
from county.records.conversations.models import Conversation
from county.records.residents.models import Resident
from county.records.residents.queries import known_as, names_in, residents_for

SYSTEM = "wecom"
CHANNELS = ("wecom", "wecom_chat")
"""Conversations with customer service, and in officers' own chats."""
PERSON = re.compile(r"[A-Za-z0-9_-]{1,64}", re.ASCII)


@dataclass(frozen=True)
class Beside:
    """Who is beside the chat, as far as this officer may know.

    `person` is WeCom's name for them. A known person without `resident` is out of reach.
    """

    person: str
    known: bool
    resident: Resident | None
    matters: tuple[Matter, ...]

    @property
    def matter(self) -> Matter | None:
        """The matter that the page works on."""
        return self.matters[0] if self.matters else None


NOBODY = Beside("", known=False, resident=None, matters=())


def is_person(person: str) -> bool:
    """Whether this may be a name that WeCom gives to a customer (external_userid)."""
    return bool(PERSON.fullmatch(person))


def beside(officer: Officer, person: str) -> Beside:
    """The person whom WeCom knows by this name, with the open matters this officer may see."""
    if not is_person(person):
        return NOBODY
    resident = known_as(SYSTEM, person)
    if resident is None or not may_see(officer, resident):
        return Beside(person, known=resident is not None, resident=None, matters=())
    return Beside(person, known=True, resident=resident, matters=tuple(_open_of(officer, resident)))


def beside_matter(officer: Officer, matter: Matter) -> Beside:
    """The same for a matter that the officer chose; it stands first, even when it is closed."""
    resident = matter.resident
    if resident is None:
        return Beside("", known=False, resident=None, matters=(matter,))
    names = names_in(SYSTEM, resident)
    others = [one for one in _open_of(officer, resident) if one.pk != matter.pk]
    return Beside(next(iter(names), ""), known=True, resident=resident, matters=(matter, *others))


def may_see(officer: Officer, resident: Resident) -> bool:
    """Whether the resident's file, or a matter of theirs, lies within the officer's reach."""
    return (
        residents_for(officer).filter(pk=resident.pk).exists()
        or asked.matters_for(officer).filter(resident=resident).exists()
    )


def _open_of(officer: Officer, resident: Resident) -> QuerySet[Matter]:
    """The resident's open matters, those of WeCom first, each with what the page shows of it."""
    near = Case(When(channel__in=CHANNELS, then=Value(0)), default=Value(1))
    own = asked.matters_for(officer).filter(resident=resident, state__in=OPEN_STATES)
    full = own.select_related("resident", "conversation", "assignee", "organisation")
    return full.order_by(near, "-last_at", "-id")[:5]


def conversation_with(resident: Resident, person: str) -> Conversation | None:
    """The resident's latest conversation in WeCom under this name; with customer service first."""
    own = Conversation.objects.filter(resident=resident)
    served = own.filter(channel="wecom", address__endswith=f":{person}").order_by("-begun_at")
    return served.first() or own.filter(channel="wecom_chat", address=person).first()


def account_of(conversation: Conversation | None) -> str:
    """The customer service account in which this conversation is held; empty for any other."""
    if conversation is None or conversation.channel != "wecom":
        return ""
    return conversation.address.partition(":")[0]


LATEST = 8


def latest(officer: Officer) -> dict[str, list[asked.Row]]:
    """What the officer may want to open: latest conversations in WeCom, and own open matters."""
    in_wecom = asked.matters_for(officer).filter(channel__in=CHANNELS)
    return {
        "in_wecom": asked.rows(in_wecom.order_by("-last_at", "-id"), limit=LATEST),
        "own": asked.rows(asked.mine(officer), limit=LATEST),
    }

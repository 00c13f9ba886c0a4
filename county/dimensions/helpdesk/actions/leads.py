"""Take in a lead, read it, answer its source, bring it to an end; sealed to its unit."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import keys
from county.dimensions.helpdesk.actions.matters import lock, make_move, open_matter
from county.dimensions.helpdesk.events import CredibilityNoted, SourceAsked
from county.dimensions.helpdesk.flow import Kind
from county.dimensions.helpdesk.models import (
    LeadFile,
    LeadIdentity,
    LeadWord,
    Matter,
    TipBox,
    TipReply,
)
from county.dimensions.helpdesk.models.matters import LEAD_TOPICS
from county.dimensions.helpdesk.queries import leads as asked
from county.foundation.audit.actions import look
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import boxes, clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.fields import reveal, set_sealed
from county.kernel.text import clean
from county.records.residents.models import Resident
from county.records.residents.wording import forbidden_in

SOURCE = System("source")
"""Whoever gives a lead that is tied to nobody, or to somebody in escrow."""
SECRECY = ("open", "secret", "anonymous")
LONGEST = 5000
RESULT_LONGEST = 500


@dataclass(frozen=True, slots=True)
class Told:
    """One thing a lead says, in clear, for this one answer."""

    what: str
    text: str
    day: date
    part: str
    name: str = ""
    media: str = ""
    content: bytes = b""


@transaction.atomic
def take_in(
    *,
    content: str,
    topic: str,
    secrecy: str,
    by: Actor,
    resident: Resident | None,
    place: str = "",
    urgent: bool = False,
) -> Matter:
    """Keep a lead and give its receipt number; who gave a secret one goes into escrow.

    Sealed to the unit that handles it; where no unit has a key yet, under the server's.
    """
    if secrecy not in SECRECY or topic not in LEAD_TOPICS:
        raise Refused(_("Choose what the lead is about and how you wish to be known."))
    if not content.strip():
        raise Refused(_("Write what you have seen or heard."))
    known = secrecy == "open"
    town = resident.town_code if resident is not None and secrecy != "anonymous" else ""
    matter = open_matter(
        kind=Kind.LEAD,
        topic=topic,
        by=resident if known and resident is not None else SOURCE,
        resident=resident if known else None,
        text="[sealed]",
        priority=knowledge.MONEY_MOVING if urgent else knowledge.NORMAL,
        town_code=town,
        at=hour(clock.now()) if secrecy == "anonymous" else None,
        key=uuid4() if secrecy == "anonymous" else None,
    )
    _keep(matter, secrecy, clean(content, LONGEST), clean(place, 120), by=by)
    if secrecy == "secret" and resident is not None:
        identity = LeadIdentity(matter=matter)
        set_sealed(identity, "reporter", str(resident.pk))
        identity.save(force_insert=True)
    return matter


def _keep(matter: Matter, secrecy: str, content: str, place: str, *, by: Actor) -> None:
    file = LeadFile(matter=matter, secrecy=secrecy)
    key = asked.key_for(matter.town_code)
    if key is None:
        file.place = place
        set_sealed(file, "content", content)
    file.save(force_insert=True)
    if key is not None:
        head = {"text": content, "place": place}
        word = sealed_word(key.pk, bytes(key.public), LeadWord.What.WORDS, head)
        word.matter = matter
        word.save(force_insert=True)


def hour(moment: datetime) -> datetime:
    """The hour, for what is kept of an anonymous source's time (A8)."""
    return moment.replace(minute=0, second=0, microsecond=0)


def sealed_word(
    key_id: UUID, public: bytes, what: str, head: dict[str, str], content: bytes = b"", by: str = ""
) -> LeadWord:
    """Something told, sealed to the unit; nothing is saved."""
    day, part = knowledge.part_of_day(clock.now())
    word = LeadWord(id=uuid4(), unit_key_id=key_id, what=what, day=day, part=part, by=by)
    word.sealed = boxes.seal_to(public, json.dumps(head).encode() + b"\n" + content, word.place)
    return word


@transaction.atomic
def read(
    matter: Matter, *, reason: str, by: Officer, passphrase: str = "", address: str = ""
) -> list[Told]:
    """What the lead says, in clear, for an officer with a reason and the unit's passphrase.

    The look is on record first; the passphrase is kept nowhere. Raises WrongPassphrase.
    """
    demand(by, Permit.LEADS)
    if matter.kind != Kind.LEAD:
        raise Refused(_("%s is no lead: its words stand in the conversation.") % matter.number)
    file = LeadFile.objects.get(matter=matter)
    if file.wiped_at is not None:
        raise Refused(_("What this lead said was deleted, 90 days after it was closed."))
    look(by, matter.subject, fields="lead", reason=reason, because=matter.number, address=address)
    found = []
    if file.content is not None:
        day, part = knowledge.part_of_day(matter.opened_at)
        found.append(Told("words", _with_place(reveal(file, "content"), file.place), day, part))
    return found + _opened(matter, passphrase, by=by)


def _opened(matter: Matter, passphrase: str, *, by: Officer) -> list[Told]:
    private: dict[UUID, bytes] = {}
    found = []
    for word in matter.told.select_related("unit_key").order_by("day", "number", "id"):
        if word.unit_key_id not in private:
            private[word.unit_key_id] = keys.unlock(word.unit_key, passphrase, by=by)
        said = boxes.open_with(private[word.unit_key_id], bytes(word.sealed), word.place)
        line, _newline, content = said.partition(b"\n")
        head = json.loads(line)
        found.append(
            Told(
                word.what, _with_place(head.get("text", ""), head.get("place", "")), word.day,
                word.part, head.get("name", ""), head.get("media", ""), content,
            )
        )  # fmt: skip
    return found


def _with_place(text: str, place: str) -> str:
    return text + "\n" + _("Where: %s") % place if place else text


@transaction.atomic
def ask_source(matter: Matter, *, text: str, by: Officer) -> None:
    """Leave a word for an anonymous source: it waits, sealed, under the receipt."""
    demand(by, Permit.LEADS)
    matter = lock(matter)
    box = TipBox.objects.filter(matter=matter).first()
    if box is None:
        raise Refused(_("Only a source of the anonymous address is reached like this."))
    text = clean(text, LONGEST).strip()
    if not text:
        raise Incomplete(_("Write something before you send."))
    _leave(box, text)
    key = box.unit_key
    word = sealed_word(key.pk, bytes(key.public), LeadWord.What.ASKED, {"text": text}, by=by.actor)
    word.matter, word.number = matter, _next(matter)
    word.save(force_insert=True)
    matter.waiting_since, matter.unread = None, 0
    matter.save(update_fields=["waiting_since", "unread"])
    announce(SourceAsked(matter_id=str(matter.pk)), by=by)


def _next(matter: Matter) -> int:
    return matter.told.count() + 1


def _leave(box: TipBox, text: str) -> None:
    day, part = knowledge.part_of_day(clock.now())
    reply = TipReply(id=uuid4(), box=box, number=box.replies.count() + 1, day=day, part=part)
    reply.sealed = boxes.seal_to(bytes(box.source_key), text.encode(), reply.place)
    reply.save(force_insert=True)


def fit(note: str) -> str:
    """The note, if it holds nothing that may not be said of people (§6.7); raises Refused."""
    if found := forbidden_in(note):
        raise Refused(_("“%s” has no place in a note about people.") % found)
    return note


@transaction.atomic
def note_credibility(matter: Matter, *, text: str, by: Officer) -> None:
    """Keep what the officer thinks of the lead's worth: in words, never a score."""
    demand(by, Permit.LEADS)
    matter = lock(matter)
    words = fit(clean(text, 200).strip())
    changed = LeadFile.objects.filter(matter=matter).update(credibility=words)
    if not changed:
        raise Refused(_("%s is no lead.") % matter.number)
    announce(CredibilityNoted(matter_id=str(matter.pk)), by=by)


@transaction.atomic
def conclude(matter: Matter, *, verb: str, notice: str, by: Officer, reward: str = "") -> Matter:
    """Tell the reporter the result and close: `notify` after no case, `notify_reward` after one."""
    if verb not in ("notify", "notify_reward"):
        raise Refused(_("There is no such step for this matter."))
    notice, reward = clean(notice, RESULT_LONGEST).strip(), clean(reward, 200).strip()
    if not notice:
        raise Incomplete(_("Write what the reporter is told."))
    matter = make_move(matter, verb=verb, by=by)
    LeadFile.objects.filter(matter=matter).update(notice=notice, reward=reward)
    box = TipBox.objects.filter(matter=matter).first()
    if box is not None:
        _leave(box, notice + "\n" + _("Reward: %s") % reward if reward else notice)
    return matter

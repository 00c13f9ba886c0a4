"""The anonymous address: a box opens under sixteen digits, words go in, replies wait.

What stands first here runs in a process and a database role of its own that may put in and look up,
and neither read what was put in nor learn which matter it became. What stands last runs in the
worker, on the hour: no moment in the log is the moment at which a source wrote (A8).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import SystemRandom
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions.leads import LONGEST, SOURCE, hour, sealed_word
from county.dimensions.helpdesk.actions.matters import open_matter
from county.dimensions.helpdesk.events import LeadWiped, SourceWrote
from county.dimensions.helpdesk.flow import DONE_STATES, Kind
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
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.files.recognition import Cleaned
from county.foundation.notices.actions import tell
from county.foundation.staff import queries as staff
from county.kernel import boxes, clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying
from county.kernel.text import clean, is_blank

MOST_FILES = 3
"""Attachments of one message; local design value."""


class NotOpen(Refused):
    """No unit has a key yet, so nothing could be kept as promised."""

    status = 503


@dataclass(frozen=True, slots=True)
class Attached:
    """A file made harmless; with it what was sent, if the source wishes it kept as evidence."""

    cleaned: Cleaned
    name: str
    original: bytes = b""


@dataclass(frozen=True, slots=True)
class Opened:
    """What waits under a receipt."""

    locator: str
    state: str
    replies: list[tuple[date, str, str]]


@transaction.atomic
def send(
    *, text: str, topic: str, place: str, town: str, urgent: bool, files: Sequence[Attached] = ()
) -> str:
    """Put a lead into a new box; the digits that open it, which are kept nowhere."""
    if topic not in LEAD_TOPICS or is_blank(text):
        raise Incomplete(_("Write what you have seen or heard, and what it is about."))
    key = asked.key_row_for(town)
    if key is None:
        raise NotOpen(_("The anonymous address is not open yet. In an emergency call 110."))
    digits = boxes.new_digits()
    receipt = boxes.receipt_of(digits, asked.salt())
    day, part = knowledge.part_of_day(clock.now())
    box = TipBox(
        locator=receipt.place, source_key=receipt.public, unit_key_id=key[0], topic=topic,
        town_code=town, urgent=urgent, day=day, part=part,
    )  # fmt: skip
    box.save(force_insert=True)
    head = {"text": clean(text, LONGEST), "place": clean(place, 120)}
    _put(receipt.place, *key, head, files)
    return digits


def open_box(digits: str) -> tuple[Opened, bytes] | None:
    """What waits under these digits, and the key to it; None where no box stands there."""
    receipt = boxes.receipt_of(digits, asked.salt())
    return look_again(receipt.place, receipt.private)


def look_again(locator: str, private: bytes) -> tuple[Opened, bytes] | None:
    """The same for a page that was opened a moment ago; raises nothing for a box that has gone."""
    state = TipBox.objects.filter(pk=locator).values_list("state", flat=True).first()
    if state is None:
        return None
    rows = TipReply.objects.filter(box_id=locator).order_by("number")
    replies = []
    for reply in rows:
        said = boxes.open_with(private, bytes(reply.sealed), reply.place).decode()
        replies.append((reply.day, reply.part, said))
    return Opened(locator, state, replies), private


@transaction.atomic
def say(locator: str, *, text: str, files: Sequence[Attached] = ()) -> None:
    """Put another word into a box."""
    key_id = TipBox.objects.filter(pk=locator).values_list("unit_key_id", flat=True).first()
    if key_id is None:
        raise Refused(_("There is no such box any more."))
    if is_blank(text) and not files:
        raise Incomplete(_("Write something before you send."))
    public = asked.public_of(key_id)
    _put(locator, key_id, public, {"text": clean(text, LONGEST)}, files)


def _put(
    locator: str, key_id: UUID, public: bytes, head: dict[str, str], files: Sequence[Attached]
) -> None:
    what = LeadWord.What
    parts = [(what.WORDS, head, b"")]
    for file in files[:MOST_FILES]:
        about = {"name": file.name, "media": file.cleaned.media_type}
        parts.append((what.FILE, about, file.cleaned.content))
        if file.original:
            parts.append((what.ORIGINAL, {**about, "media": "application/octet-stream"},
                          file.original))  # fmt: skip
    for number, (kind, about, content) in enumerate(parts):
        word = sealed_word(key_id, public, kind, about, content)
        word.locator, word.number = locator, number
        word.save(force_insert=True)


@transaction.atomic
def take_in_boxes(*, by: Actor) -> int:
    """Make a matter of every box that has none, in no order, and hand on later words."""
    boxes_waiting = list(TipBox.objects.select_for_update(of=("self",)).filter(matter=None))
    SystemRandom().shuffle(boxes_waiting)
    for box in boxes_waiting:
        _take_in(box)
    later = LeadWord.objects.filter(matter=None).exclude(locator="")
    for locator in sorted(set(later.values_list("locator", flat=True))):
        _hand_on(TipBox.objects.filter(pk=locator).first(), locator, by=by)
    return len(boxes_waiting)


def _take_in(box: TipBox) -> None:
    matter = open_matter(
        kind=Kind.LEAD,
        topic=box.topic,
        by=SOURCE,
        text="[sealed]",
        priority=knowledge.MONEY_MOVING if box.urgent else knowledge.NORMAL,
        at=hour(clock.now()),
        key=uuid4(),
        town_code=box.town_code,
    )
    matter.channel, matter.department = "tips", box.unit_key.department
    matter.save(update_fields=["channel", "department"])
    LeadFile.objects.create(matter=matter, secrecy="anonymous")
    box.matter, box.state = matter, matter.state
    box.save(update_fields=["matter", "state"])
    LeadWord.objects.filter(locator=box.pk, matter=None).update(matter=matter)


def _hand_on(box: TipBox | None, locator: str, *, by: Actor) -> None:
    """Later words join their matter; what came after its box was cleared is cleared too."""
    words = LeadWord.objects.filter(locator=locator, matter=None)
    if box is None or box.matter is None:
        words.delete()
        return
    matter = box.matter
    base = matter.told.count()
    for word in words.order_by("number"):
        word.matter, word.number = matter, base + word.number + 1
        word.save(update_fields=["matter", "number"])
    matter.unread, matter.waiting_since = matter.unread + 1, hour(clock.now())
    matter.last_at = matter.waiting_since
    matter.save(update_fields=["unread", "waiting_since", "last_at"])
    announce(SourceWrote(matter_id=str(matter.pk)), by=SOURCE)
    able = staff.holders(Permit.LEADS, area=matter.town_code)
    tell(
        [matter.assignee] if matter.assignee else list(able),
        title=saying(gettext_noop("The source wrote again: %s"), matter.number),
        url=matter.url,
        by=by,
        about=matter.subject,
    )


def show_state(matter_id: UUID, state: str) -> None:
    """Let the source see how far the lead is."""
    TipBox.objects.filter(matter=matter_id).update(state=state)


@transaction.atomic
def wipe_old(*, by: Actor) -> int:
    """Delete what leads say 90 days after they were closed, with box, key and identity (E32).

    That there was a lead, how it went and which case it led to stays known.
    """
    before = clock.now() - timedelta(days=knowledge.CLUE_KEPT_DAYS)
    old = Matter.objects.filter(
        kind=Kind.LEAD, state__in=DONE_STATES, closed_at__lt=before, lead__wiped_at__isnull=True
    )
    count = 0
    for matter in old.order_by("pk")[:500]:
        TipBox.objects.filter(matter=matter).delete()
        LeadWord.objects.filter(matter=matter).delete()
        LeadIdentity.objects.filter(matter=matter).delete()
        LeadFile.objects.filter(matter=matter).update(
            content=None, place="", notice="", credibility="", wiped_at=clock.now()
        )
        announce(LeadWiped(matter_id=str(matter.pk)), by=by)
        count += 1
    return count

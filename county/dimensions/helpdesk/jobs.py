"""Desk work that facts and the clock start."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import desk as desk_acts
from county.dimensions.helpdesk.actions import follow_up, joining, talk, tips
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.events import (
    ClockMissed,
    DeskHandedOver,
    MatterMoved,
    MatterOpened,
)
from county.dimensions.helpdesk.flow import DONE_STATES, Kind, State
from county.dimensions.helpdesk.models import ClockRun, Matter
from county.dimensions.helpdesk.queries import desk, topics
from county.foundation.events.actions import announce
from county.foundation.events.clock import every
from county.foundation.events.registry import System, on
from county.foundation.notices.actions import tell
from county.foundation.staff import queries as staff
from county.foundation.staff.events import OfficerDismissed
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.saying import saying
from county.records.contacts.actions import transfers as contacts
from county.records.conversations import queries as said
from county.records.conversations.events import DeliveryFailed, MessageRecalled, ReplyOverheard
from county.records.conversations.joining import keeps
from county.records.residents.actions.joining import carry, carry_back
from county.records.residents.events import ChildFound, FilesMerged, FilesParted, ResidentErased
from county.records.residents.models import Resident
from county.records.residents.queries import holds

CLOCK = System("clock")
AT_ONCE = 50
"""Missed limits announced at one stroke of the clock, so that nothing else waits for them."""
SILENCE = timedelta(days=3)
"""An answered consultation that stays silent so long is closed; local design value."""


@every("* * * * *")
def warn_of_missed_limits() -> None:
    """Announce each limit that has passed, and tell the holder and the shift's chief once."""
    now = clock.now()
    missed = ClockRun.objects.filter(met_at__isnull=True, warned_at__isnull=True, due_at__lt=now)
    chiefs: dict[str, list[Officer]] = {}
    for run in missed.select_related("matter__assignee").order_by("due_at")[:AT_ONCE]:
        run.warned_at = now
        run.save(update_fields=["warned_at"])
        matter = run.matter
        announce(ClockMissed(**acts.ids(matter), code=run.code), by=CLOCK)
        town = matter.town_code
        if town not in chiefs:
            chiefs[town] = list(staff.holders(Permit.ASSIGN, area=town))
        people = {chief.pk: chief for chief in chiefs[town]}
        if matter.assignee is not None:
            people[matter.assignee.pk] = matter.assignee
        tell(
            desk.able_to_open(people.values(), matter),
            title=saying(gettext_noop("Time limit missed: %s"), matter.number),
            url=matter.url,
            by=CLOCK,
            about=matter.subject,
        )


@every("0 * * * *")
def take_in_anonymous_leads() -> None:
    """Open on the hour what came to the anonymous address, so that no fact dates its source."""
    tips.take_in_boxes(by=CLOCK)


@every("* * * * *")
def take_in_at_once_in_the_demonstration() -> None:
    """Whoever tries the demonstration does not wait an hour."""
    if settings.SIWEI_DEMO:
        tips.take_in_boxes(by=CLOCK)


@on(MatterMoved)
def show_the_source_how_far(fact: MatterMoved) -> None:
    """Whoever holds the receipt of an anonymous lead sees its state."""
    tips.show_state(UUID(fact.matter_id), fact.to_state)


@every("20 3 * * *")
def delete_old_leads() -> None:
    """Delete what leads say 90 days after closing (E32)."""
    tips.wipe_old(by=CLOCK)


@every("*/30 * * * *")
def close_the_silent() -> None:
    """Close consultations whose answer was met with silence."""
    silent = Matter.objects.filter(
        kind="consultation", state=State.ANSWERED, last_at__lt=clock.now() - SILENCE
    )
    for matter in silent.order_by("pk")[:200]:
        acts.close(matter, by=CLOCK)


@every("30 6 * * 1")
def count_topics() -> None:
    """Each Monday, how many asked about what in the week before."""
    week = topics.week_before(clock.today())
    for asked in topics.asked_in(week):
        follow_up.tell_of_topic(asked, week=week, by=CLOCK)


@on(MatterOpened)
def call_the_desk(fact: MatterOpened) -> None:
    """Tell those whom the roster puts at the desk of the matter's town; leads only who may."""
    matter = Matter.objects.get(pk=fact.matter_id)
    wanted = Permit.LEADS if matter.kind == "lead" else Permit.TAKE
    people = [one for one in desk.rostered(matter.town_code, clock.now()) if one.has(wanted)]
    tell(
        people,
        title=saying(gettext_noop("New at the desk: %s"), matter.number),
        url=matter.url,
        by=CLOCK,
        about=matter.subject,
    )


@on(DeliveryFailed)
def wait_again(fact: DeliveryFailed) -> None:
    """An answer that the channel will never take has answered nobody."""
    message = said.of_ids([UUID(fact.message_id)])[UUID(fact.message_id)]
    if message.refused_at is not None:
        talk.not_delivered(message)


@on(ReplyOverheard)
def count_what_was_answered_elsewhere(fact: ReplyOverheard) -> None:
    """An answer given in WeCom stops the clocks as one given at the desk."""
    message = said.of_ids([UUID(fact.message_id)])[UUID(fact.message_id)]
    talk.overheard(message, message.conversation)


@on(MessageRecalled)
def stop_showing_what_was_taken_back(fact: MessageRecalled) -> None:
    """The queue shows as little of it as the thread does."""
    talk.take_back(said.of_ids([UUID(fact.message_id)])[UUID(fact.message_id)])


@on(OfficerDismissed)
def release_the_desk(fact: OfficerDismissed) -> None:
    """What an officer held who has left waits in the queue again."""
    desk_acts.release_desk(fact.officer_id, by=CLOCK)


@on(DeskHandedOver)
def hand_over_contacts(fact: DeskHandedOver) -> None:
    """Whom an officer has as contacts in WeCom goes to the taker of the desk."""
    officers = Officer.objects.in_bulk([fact.officer_id, fact.taker_id])
    contacts.hand_over(officers[fact.officer_id], to=officers[fact.taker_id], by=CLOCK)


@on(FilesMerged)
def files_became_one(fact: FilesMerged) -> None:
    """The matters follow to the file that speaks now."""
    carry(Matter.objects.all(), fact)


@on(FilesParted)
def files_are_two_again(fact: FilesParted) -> None:
    """What came from the other file goes back to it."""
    carry_back(Matter, fact)


@on(ResidentErased)
def forget_the_last_words(fact: ResidentErased) -> None:
    """The queue shows nothing that an erased person wrote."""
    joining.empty(fact.resident_id)


@on(ChildFound)
def forget_a_childs_words(fact: ChildFound) -> None:
    """Nothing that a child wrote is kept."""
    joining.empty(fact.resident_id)


@holds
def open_matters(resident: Resident) -> list[str]:
    """A file is not erased while somebody is still being helped."""
    waiting = Matter.objects.filter(resident=resident).exclude(state__in=DONE_STATES)
    numbers = list(waiting.order_by("number").values_list("number", flat=True)[:5])
    return [_("these matters are still open: %s") % ", ".join(numbers)] if numbers else []


@keeps
def cases_and_leads(resident_id: UUID | str) -> set[UUID]:
    """What was said about a case or a lead is evidence, and the law on those keeps it."""
    lawful = Q(kind=Kind.LEAD) | ~Q(case_number="")
    rows = Matter.objects.filter(lawful, resident_id=resident_id).exclude(conversation=None)
    return {key for key in rows.values_list("conversation_id", flat=True) if key is not None}

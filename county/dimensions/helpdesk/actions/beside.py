"""What an officer opens from beside a chat in WeCom."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.helpdesk import knowledge
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import talk
from county.dimensions.helpdesk.actions.matters import open_matter, take
from county.dimensions.helpdesk.models import Matter
from county.dimensions.helpdesk.models.matters import Topic
from county.dimensions.helpdesk.queries import beside
from county.dimensions.helpdesk.queries import matters as asked
from county.foundation.channels.registry import OWN_CHAT
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.text import clean, scrub, shorten
from county.records.conversations import actions as conversations
from county.records.conversations.models import Conversation
from county.records.residents import actions as residents


@transaction.atomic
def open_beside(person: str, *, kind: str, topic: str, words: str, by: Officer) -> Matter:
    """Open a matter for the person whom WeCom knows by this name, and take it.

    A stranger gets an unnamed file. `words`, what it is about, are kept as the first note. Refused
    where the person is out of the officer's reach, or has a matter at work already.
    """
    demand(by, Permit.TAKE)
    if not beside.is_person(person):
        raise Incomplete(_("This is no name of a person in WeCom."))
    resident = residents.meet(beside.SYSTEM, person)
    if not beside.may_see(by, resident):
        raise NotAllowed(_("This resident belongs to an area that you do not work in."))
    place = beside.conversation_with(resident, person)
    if place is None:
        place = conversations.belong(conversations.begin(OWN_CHAT, person), resident)
    Conversation.objects.select_for_update(no_key=True).get(pk=place.pk)  # of two, one opens it
    at_work = asked.open_in(place.pk)
    if at_work is not None:
        raise Refused(_("%s is still open. Go on with it.") % at_work.number)
    matter = open_matter(
        kind=kind,
        topic=topic,
        by=by,
        conversation=place,
        resident=resident,
        priority=knowledge.MONEY_MOVING if topic == Topic.FRAUD else knowledge.NORMAL,
        text=scrub(shorten(clean(words, 200), 80)),
    )
    matter = take(matter, by=by)
    talk.note(matter, text=words, by=by)
    talk.seen(matter, by=by)
    return matter

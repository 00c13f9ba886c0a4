"""Take in what another system reports: a service request of Open311, an event of a partner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from county.dimensions.helpdesk.actions.matters import open_matter
from county.dimensions.helpdesk.knowledge.services import PublicService, services
from county.dimensions.helpdesk.models import Matter, PublicRequest
from county.foundation.channels.ports import Incoming
from county.foundation.outside.access import Permit as Outside
from county.foundation.outside.actions import mapping
from county.foundation.outside.models import ExternalEvent
from county.foundation.outside.queries import partner_of
from county.foundation.staff.models import Key
from county.foundation.staff.policy import demand
from county.kernel.errors import Incomplete
from county.kernel.numbers import uuid7
from county.kernel.text import clean
from county.records.conversations import actions as conversations
from county.records.places.queries import nearest_town, town_of
from county.records.residents import actions as residents

LONGEST = 4000
HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """What is reported; who reports it is not kept."""

    service: str
    text: str
    latitude: float | None = None
    longitude: float | None = None
    address: str = ""
    town: str = ""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def content(self) -> dict[str, object]:
        """It as plain data, by which a repetition is known."""
        return {
            "service": self.service, "text": self.text, "latitude": self.latitude,
            "longitude": self.longitude, "address": self.address, "town": self.town,
            "answers": {code: list(values) for code, values in self.answers.items()},
        }  # fmt: skip


@transaction.atomic
def report(reported: Reported, *, by: Key) -> Matter:
    """Open a matter for a service request, which everybody may follow by its number.

    Raises Incomplete for a service that there is not, or a place outside the county.
    """
    demand(by, Outside.REPORT)
    matter = _open(reported, by=by, name=f"open311:{uuid4().hex}", key=uuid7())
    PublicRequest.objects.create(
        matter=matter,
        service=reported.service,
        latitude=_rounded(reported.latitude),
        longitude=_rounded(reported.longitude),
    )
    return matter


@transaction.atomic
def report_event(
    external_event_id: str, reported: Reported, *, by: Key
) -> tuple[Matter, ExternalEvent, bool]:
    """Open a matter for a partner's event, once: the same event again is the same matter.

    Comes back with the matter, the mapping, and whether it is new. Raises mapping.Conflict where
    the partner reported something else under this number, NotAllowed for a key of no partner.
    """
    demand(by, Outside.REPORT)
    partner, key = partner_of(by), uuid7()
    event, new = mapping.claim(
        partner, external_event_id, subject=f"matter:{key}", content=reported.content, by=by
    )
    if not new:
        return Matter.objects.get(pk=event.subject.partition(":")[2]), event, False
    return _open(reported, by=by, name=f"event:{event.pk.hex}", key=key), event, True


def _open(reported: Reported, *, by: Key, name: str, key: UUID) -> Matter:
    """The same as when a resident writes: a conversation, its first words, and a matter."""
    service = services().get(reported.service)
    if service is None:
        raise Incomplete(_("There is no public service of this code."))
    town = _town(reported)
    address = f"{by.pk}:{name}"
    place = conversations.begin("api", address)
    resident = residents.open_file(town_code=town)
    place = conversations.belong(place, resident)
    text = _words(reported, service)
    conversations.receive(
        Incoming(channel="api", external_id=f"{address}:words", sender=address, text=text)
    )
    if reported.latitude is not None:
        conversations.receive(
            Incoming(
                channel="api", external_id=f"{address}:place", sender=address, kind="location",
                text=reported.address, latitude=reported.latitude, longitude=reported.longitude,
            )
        )  # fmt: skip
    return open_matter(
        kind=service.kind, topic=service.topic, by=by, conversation=place, resident=resident,
        key=key,
    )  # fmt: skip


def _town(reported: Reported) -> str:
    """The town it is in; Incomplete for a point that is in none."""
    if reported.latitude is not None and reported.longitude is not None:
        town = nearest_town(reported.longitude, reported.latitude)
        if not town:
            raise Incomplete(_("This place is not in the county."))
        return town
    town = town_of(reported.town) if reported.town else ""
    if reported.town and not town:
        raise Incomplete(_("There is no town of this code."))
    return town


def _words(reported: Reported, service: PublicService) -> str:
    """What the officer reads: the service, its answers, the place in words, then the words."""
    lines = [f"【{service.name[0]}】"]
    for question in service.questions:
        names = {key: words[0] for key, words in question.values}
        said = [names.get(one, one) for one in reported.answers.get(question.code, ())]
        if said:
            lines.append(f"{question.description[0]}：{'、'.join(said)}")
    if reported.address:
        lines.append(f"地点：{reported.address}")
    lines.append(reported.text)
    return clean("\n".join(line for line in lines if line.strip()), LONGEST + 600)


def _rounded(degrees: float | None) -> Decimal | None:
    return None if degrees is None else Decimal(str(degrees)).quantize(HUNDREDTH)

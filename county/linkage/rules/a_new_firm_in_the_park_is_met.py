"""L28, for the enterprise: a new firm in the chemical park is met once by each department."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from county.dimensions.procuracy.actions import liaison
from county.kernel import clock
from county.kernel.deadlines import rule as deadline
from county.kernel.saying import saying
from county.linkage.desks import desk
from county.linkage.engine import LINKAGE, Step, rule, step
from county.records.organisations.events import OrganisationRegistered
from county.records.organisations.models import Organisation
from county.records.tags.access import Permit as Tags
from county.records.visits import actions as visits
from county.records.visits.models import Kind as Visit
from county.records.worklist import actions as worklist
from county.records.worklist.models import Kind

WHY = gettext_noop("It is newly registered in the chemical park.")


@rule(
    code="L28",
    when=OrganisationRegistered,
    title=_("A new firm in the park is visited, contacted and invited"),
)
def a_new_firm_in_the_park_is_met(fact: OrganisationRegistered) -> Iterator[Step]:
    if not fact.in_park:
        return
    firm = Organisation.objects.get(pk=fact.organisation_id)
    visit, contact = deadline("DL81"), deadline("DL82")
    yield step(
        visits.propose,
        words=saying(gettext_noop("Visit the new firm: %s"), firm.name),
        kind=Visit.ENTERPRISE,
        why=saying(WHY),
        due_on=visit.due(clock.today()),
        organisation=firm,
        about=f"organisation:{firm.pk}",
        key=f"new-firm:{firm.pk}",
        by=LINKAGE,
    )
    yield step(
        liaison.ask_first_contact,
        words=saying(gettext_noop("First contact with %s"), firm.name),
        organisation=firm,
        why=saying(WHY),
        because=f"organisation:{firm.pk}",
        limit=contact.code,
        by=LINKAGE,
    )
    yield step(
        worklist.assign,
        key=f"police-liaison:{firm.pk}",
        kind=Kind.OTHER,
        title=saying(gettext_noop("Invite a police liaison of %s"), firm.name),
        why=saying(gettext_noop("Who agrees gets the tag of a liaison (T1105); nobody has to.")),
        basis=contact.basis_in_words(),
        about=f"organisation:{firm.pk}",
        due_at=contact.due_at(clock.today()),
        department=desk(Tags.PROPOSE, area=firm.area_id),
        by=LINKAGE,
        url=f"/enterprises/{firm.pk}/",
        area_code=firm.area_id,
    )

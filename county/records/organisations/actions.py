"""Register organisations."""

from __future__ import annotations

from django.db import transaction

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.kernel import numbers
from county.records.organisations.events import OrganisationRegistered
from county.records.organisations.models import Organisation
from county.records.places.models import Area


@transaction.atomic
def register(
    *,
    code: str,
    name: str,
    area: Area,
    by: Actor,
    industry: str = "",
    address: str = "",
    in_park: bool = False,
) -> Organisation:
    """Enter an organisation under its credit code, which must be a valid one (GB 32100-2015)."""
    organisation = Organisation.objects.create(
        code=numbers.require_credit_code(code),
        name=name,
        area=area,
        industry=industry,
        address=address,
        in_park=in_park,
    )
    registered = OrganisationRegistered(organisation_id=str(organisation.pk), in_park=in_park)
    announce(registered, by=by)
    return organisation

"""Facts about organisations."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from county.foundation.events.registry import Fact


@dataclass(frozen=True, kw_only=True)
class OrganisationRegistered(
    Fact,
    kind="organisations.organisation_registered",
    about="organisation_id",
    title=_("Organisation registered"),
):
    organisation_id: str
    in_park: bool = False

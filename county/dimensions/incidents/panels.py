"""What incidents lend to shared pages: their menu line and their names."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.dimensions.incidents import queries
from county.dimensions.incidents.access import Permit
from county.dimensions.incidents.models import Incident
from county.foundation.audit.naming import keys_of, names, opens, pages
from county.foundation.staff.policy import Holder

menu(_("Digital policing"), _("Incidents"), "/incidents/", icon="map-pin",
     permit=Permit.READ, order=56)  # fmt: skip


@names("incident")
def incidents(keys: list[str]) -> dict[str, str]:
    """Incidents by their numbers."""
    rows = Incident.objects.filter(pk__in=keys_of(keys))
    return {str(key): number for key, number in rows.values_list("pk", "number")}


@opens("incident")
def incident_pages(holder: Holder, keys: list[str]) -> dict[str, str]:
    """The pages of those that the holder may see."""
    rows = queries.incidents_for(holder)
    return pages(rows, keys, "/incidents/%s/") if holder.has(Permit.READ) else {}

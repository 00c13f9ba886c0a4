from django.utils.translation import gettext_lazy as _

from county.kernel import dimension


class IncidentsConfig(dimension.Dimension):
    name = "county.dimensions.incidents"
    label = "incidents"
    title = _("Incidents")

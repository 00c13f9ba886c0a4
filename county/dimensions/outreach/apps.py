from django.utils.translation import gettext_lazy as _

from county.kernel import dimension


class OutreachConfig(dimension.Dimension):
    name = "county.dimensions.outreach"
    label = "outreach"
    title = _("Targeted prevention")

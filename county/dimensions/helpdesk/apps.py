from django.utils.translation import gettext_lazy as _

from county.kernel import dimension


class HelpdeskConfig(dimension.Dimension):
    name = "county.dimensions.helpdesk"
    label = "helpdesk"
    title = _("Help desk")

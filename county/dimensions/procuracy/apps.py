from django.utils.translation import gettext_lazy as _

from county.kernel import dimension


class ProcuracyConfig(dimension.Dimension):
    name = "county.dimensions.procuracy"
    label = "procuracy"
    title = _("Rule of law")

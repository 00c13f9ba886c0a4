"""The line in the menu behind which a department's reports are."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.reports.access import Permit

menu(_("Analysis"), _("Reports"), "/reports/", icon="file-text", permit=Permit.READ, order=81)

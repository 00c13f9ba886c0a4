"""What the installation lends to shared pages: its health in the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.site.access import Permit

menu(_("Administration"), _("Health"), "/health/", icon="settings", permit=Permit.HEALTH, order=95)

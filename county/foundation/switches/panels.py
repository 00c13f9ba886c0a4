"""The line in the menu behind which parts of the program are switched off."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.switches.access import Permit

menu(_("Administration"), _("Switches"), "/switches/", icon="shield-check", permit=Permit.TURN,
     order=93)  # fmt: skip

"""What staff lends to shared pages: its line in the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.foundation.staff.access import Permit

menu(
    _("Administration"), _("Staff and keys"), "/staff/", icon="users", permit=Permit.READ, order=90
)

"""What audiences lend to shared pages: their line in the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.records.audiences.access import Permit

menu(
    _("Digital policing"), _("Audiences"), "/audiences/", icon="filter", permit=Permit.USE, order=44
)

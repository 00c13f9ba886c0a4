"""The line in the menu behind which everybody finds what waits for their word."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu

menu("", _("Approvals"), "/approvals/", icon="checks", order=25)

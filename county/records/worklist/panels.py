"""What the worklist lends to shared pages: the first line of the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu

menu("", _("My day"), "/desk/", icon="layout-dashboard", order=1)

"""What residents' files lend to shared pages: their line in the menu."""

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.records.residents import naming
from county.records.residents.access import Permit

menu("", _("Residents' files"), "/residents/", icon="users", permit=Permit.READ, order=30)

NAMED = naming.residents
"""Loaded with the panels, so that every page of the log can call residents by name."""

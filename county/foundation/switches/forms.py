"""What is filled in when a switch is turned."""

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.foundation.switches.registry import SWITCHES


class TurnForm(Form):
    switch = forms.ChoiceField(label=_("Switch"), choices=lambda: list(SWITCHES.items()))
    on = forms.BooleanField(required=False)
    reason = Line(label=_("Why"), max_length=200)

"""What is filled in to have a report made by hand."""

from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Day, Form
from county.kernel.periods import EARLIEST, LATEST
from county.reports.models import Span


class AskForm(Form):
    span = forms.ChoiceField(label=_("Span"), choices=Span.choices)
    day = Day(label=_("A day in it"), help_text=_("Any day of the week or month that is meant."))

    def clean_day(self) -> date:
        """The day, if figures can be of it."""
        day: date = self.cleaned_data["day"]
        if not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(_("Choose a day from 2000 to 2099."))
        return day

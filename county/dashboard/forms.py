"""What is entered by hand."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from county.dashboard.models import MOST_YEARS
from county.design.forms import Form


class YearsForm(Form):
    """The fields of `actions.note_years`."""

    years = forms.IntegerField(label=_("years in a row"), min_value=0, max_value=MOST_YEARS)
    basis = forms.CharField(
        label=_("document that says so"), max_length=200,
        help_text=_("Such as the notice of the provincial committee and its number."),
    )  # fmt: skip

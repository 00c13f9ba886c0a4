"""What administrators fill in about other systems."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.foundation.outside.flow import Fate
from county.foundation.outside.queries import kinds_to_choose
from county.foundation.staff.models import Department, Officer


class PartnerForm(Form):
    name = Line(label=_("Name of the system"), max_length=60)
    contact = Line(
        label=_("Contact"), max_length=120,
        help_text=_("Who answers for it: unit, person, telephone."),
    )  # fmt: skip
    purpose = Line(label=_("Purpose"), max_length=200)
    basis = Line(
        label=_("Basis"), max_length=200, help_text=_("The agreement or rule it rests on.")
    )
    department = forms.ModelChoiceField(
        label=_("Acts for the department"), queryset=Department.objects.order_by("name")
    )
    permits = forms.MultipleChoiceField(
        label=_("Permits"), choices=[], required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("outside.report lets it report events and requests; the API says which else."),
    )  # fmt: skip
    days = forms.IntegerField(label=_("Good for, days"), min_value=1, max_value=730, initial=365)

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["permits"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(permit, permit) for permit in sorted(by.permits)]


class SubscriptionForm(Form):
    url = Line(
        label=_("Address of the receiver"), max_length=400, help_text=_("https://… of the receiver")
    )
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of fact"), choices=kinds_to_choose, widget=forms.CheckboxSelectMultiple
    )


class ReasonForm(Form):
    reason = Line(label=_("Why"), max_length=200)


class DispatchFilters(Form):
    state = forms.ChoiceField(
        label=_("State"), choices=[("", _("any")), *Fate.choices], required=False
    )

"""What is filled in about incidents."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Day, Form, Line
from county.dimensions.incidents.models import Incident, What
from county.kernel.periods import EARLIEST
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.places.queries import areas_to_choose


class IncidentForm(Form):
    """A new incident; the firm is named by its credit code."""

    number = Line(label=_("Number of the police"), min_length=4, max_length=40)
    what = forms.ChoiceField(label=_("Type"), choices=What.choices)
    happened_on = Day(label=_("Day"))
    area = forms.ChoiceField(label=_("Area"), choices=areas_to_choose)
    organisation = Line(
        label=_("Enterprise"), required=False, max_length=18,
        help_text=_("Its unified social credit code, if it happened at a firm."),
    )  # fmt: skip
    loss = forms.IntegerField(
        label=_("Loss in yuan"), min_value=0, max_value=2_000_000_000, initial=0
    )

    def clean_happened_on(self) -> date:
        """The day, if figures can be of it."""
        day: date = self.cleaned_data["happened_on"]
        if day < EARLIEST:
            raise forms.ValidationError(_("Choose a day from 2000 to 2099."))
        return day

    def clean_area(self) -> Area:
        """The area of the code."""
        return Area.objects.get(pk=self.cleaned_data["area"])

    def clean_organisation(self) -> Organisation | None:
        """The firm of the code; none where nothing was written."""
        code = self.cleaned_data["organisation"].upper()
        if not code:
            return None
        firm = Organisation.objects.filter(code=code).first()
        if firm is None:
            raise forms.ValidationError(_("No enterprise has this code."))
        return firm


class SolveForm(Form):
    """The outcome of a solved case; only a firm has a management with a gap."""

    loss = forms.IntegerField(label=_("Loss in yuan"), min_value=0, max_value=2_000_000_000)
    gap = forms.BooleanField(label=_("A gap in the firm's management was seen"), required=False)
    gap_words = Line(
        label=_("Which gap"), required=False, max_length=200,
        help_text=_("Passed on to the procuratorate: name nobody."),
    )  # fmt: skip

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if incident.organisation_id is None:
            del self.fields["gap"], self.fields["gap_words"]


class DropForm(Form):
    """Why there is no case."""

    reason = Line(label=_("Why there is no case"), max_length=200)

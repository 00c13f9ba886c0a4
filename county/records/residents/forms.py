"""What officers fill in about residents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.foundation.staff.models import Post
from county.kernel.numbers import require_identity
from county.records.places.queries import areas_to_choose
from county.records.residents.models import School
from county.records.residents.models.homes import WorkRole


class CorrectForm(Form):
    """Fields left empty stay as they are: nobody has to see a value to leave it alone."""

    alias = Line(label=_("Called"), max_length=20, required=False)
    name = Line(label=_("Name"), max_length=40, required=False)
    identity = Line(label=_("Identity number"), max_length=18, required=False)
    address = Line(label=_("Address"), max_length=120, required=False)
    area_code = forms.ChoiceField(label=_("Area"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["area_code"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("as it is")), *areas_to_choose()]

    def clean_identity(self) -> str:
        """The number, if it is one; births before 1900 are for tests and the demo only."""
        number: str = self.cleaned_data["identity"]
        return require_identity(number, test=settings.SIWEI_DEMO) if number else ""

    def filled(self) -> dict[str, Any]:
        """The fields that were filled in."""
        return {field: value for field, value in self.cleaned_data.items() if value}


class ReasonForm(Form):
    reason = Line(label=_("Why do you need to see this?"), max_length=200)


class LeaveForm(Form):
    """Why an officer opens the file of another station; both are read by the resident."""

    reason = Line(label=_("Why do you need this file?"), max_length=200)
    because = Line(label=_("For which matter, case or chat?"), max_length=100)


class AgeForm(Form):
    birthday = forms.DateField(
        label=_("Birthday"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    school = forms.ChoiceField(
        label=_("School"), required=False, choices=[("", _("as it is")), *School.choices]
    )


class GuardianForm(Form):
    how = Line(label=_("How was the guardian told?"), max_length=60)


class HouseholdForm(Form):
    evidence = Line(label=_("How did this person agree?"), max_length=200)
    with_number = forms.IntegerField(
        label=_("Lives with file number"), required=False, min_value=1, max_value=10**15
    )


class RoleForm(Form):
    organisation = Line(label=_("Enterprise: credit code or whole name"), max_length=80)
    role = forms.ChoiceField(label=_("Role"), choices=WorkRole.choices)
    since = forms.DateField(
        label=_("Begins on"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class JoinForm(Form):
    keep = forms.UUIDField(label=_("File that stays"), widget=forms.HiddenInput)
    reason = Line(label=_("Why are these one person?"), max_length=200)


class PartForm(Form):
    reason = Line(label=_("Why are these two people?"), max_length=200)


class EraseForm(Form):
    reason = Line(label=_("Why is the file erased?"), max_length=200)


class AllowanceForm(Form):
    post = forms.ModelChoiceField(label=_("Post"), queryset=Post.objects.order_by("code"))
    files_a_day = forms.IntegerField(label=_("Files a day"), min_value=1, max_value=2000)

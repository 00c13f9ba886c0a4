"""What officers fill in about residents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.kernel.numbers import require_identity
from county.records.places.queries import areas_to_choose


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

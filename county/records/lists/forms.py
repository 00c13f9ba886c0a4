"""What an officer says of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.records.lists.registry import Kind
from county.records.places.queries import town_names
from county.records.residents.models import AgeBand


class ImportForm(Form):
    kind = forms.ChoiceField(label=_("The list holds"))

    def __init__(self, *args: Any, kinds: Sequence[Kind], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.code, one.title) for one in kinds]


class ExportForm(Form):
    town = forms.ChoiceField(label=_("Town"), required=False)
    age_band = forms.ChoiceField(
        label=_("Age"), required=False, choices=[("", _("all")), *AgeBand.choices]
    )
    why = Line(label=_("What is the list for?"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["town"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("all of my area")), *town_names()]

"""What officers fill in about tasks."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.foundation.staff.models import Officer
from county.foundation.staff.queries import colleagues


class OutcomeForm(Form):
    outcome = Line(label=_("What came of it"), max_length=300)


class HandOverForm(Form):
    to = forms.ModelChoiceField(label=_("Colleague"), queryset=Officer.objects.none())

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = colleagues(by).exclude(pk=by.pk)

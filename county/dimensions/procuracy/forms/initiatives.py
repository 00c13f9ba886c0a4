"""What is filled in about the nine measures."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Day, Form, Line, Paragraph
from county.dimensions.procuracy.models import Progress
from county.foundation.staff.models import Officer


class ChangeForm(Form):
    title = Line(label=_("Title"), max_length=60)
    target = Line(label=_("Target"), max_length=200, required=False)
    progress = forms.ChoiceField(label=_("Progress"), choices=Progress.choices)
    owner = forms.ModelChoiceField(
        label=_("Answers for it"), queryset=Officer.objects.none(), required=False
    )
    starts_on = Day(label=_("From"), required=False)
    ends_on = Day(label=_("Until"), required=False)

    def __init__(self, *args: Any, officers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["owner"]
        field.queryset = officers


class NoteForm(Form):
    on = Day(label=_("Day"))
    words = Paragraph(label=_("What was done"), max_length=500)

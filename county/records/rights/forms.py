"""What the data protection office fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line


class AnswerForm(Form):
    met = forms.TypedChoiceField(
        label=_("Answer"),
        choices=[("1", _("done as asked")), ("0", _("not done, with reasons"))],
        coerce=lambda value: value == "1",
    )
    words = Line(label=_("What was done, or why not"), max_length=300)


class PeriodForm(Form):
    code = Line(label=_("What"), max_length=30)
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=36_500)

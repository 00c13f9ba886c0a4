"""What officers fill in about tasks, leave, quiet hours."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Day, Form, Line, Paragraph
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.queries import colleagues, officers
from county.records.worklist.models import Outing


class OfficerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Names officers with their department."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Officer.objects.none(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name} · {obj.department}"


def _choose(form: Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = rows


class OutcomeForm(Form):
    outcome = Line(label=_("What came of it"), max_length=300)


class ColleagueForm(Form):
    """To a colleague of the own department, who need not sign."""

    to = OfficerChoice(label=_("Colleague"))
    words = Line(label=_("Remarks"), max_length=300, required=False)

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "to", colleagues(by).exclude(pk=by.pk))


class HandOverForm(Form):
    """To another department, or to an officer there, or to a colleague."""

    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.order_by("name"), required=False,
        help_text=_("Whoever is there signs for it, unless you name somebody below."),
    )  # fmt: skip
    to = OfficerChoice(label=_("Officer there"), required=False)
    words = Paragraph(label=_("Why, and what is still to be done"), max_length=300, required=False)

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = officers().filter(post__permits__contains=["worklist.use"]).exclude(pk=by.pk)
        _choose(self, "to", able.order_by("department__name", "name"))


class ReasonForm(Form):
    reason = Paragraph(label=_("Reason"), max_length=300)


class WordsForm(Form):
    words = Line(label=_("Words"), max_length=300)


class PartForm(Form):
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.order_by("name")
    )
    what = Paragraph(label=_("What it is asked to do"), max_length=300)


class RulingForm(Form):
    department = forms.ModelChoiceField(
        label=_("Department that does it"), queryset=Department.objects.order_by("name")
    )
    reason = Paragraph(label=_("Reason"), max_length=300)


class OutingForm(Form):
    office = Line(label=_("Office outside"), max_length=60,
                  help_text=_("For example 人力社保局, 12345, a bank."))  # fmt: skip
    way = forms.ChoiceField(label=_("Way"), choices=Outing.Way.choices)
    receipt = Line(label=_("Receipt number"), max_length=60)
    words = Paragraph(label=_("Remarks"), max_length=300, required=False)


class LeaveForm(Form):
    officer = OfficerChoice(label=_("Who is away"))
    delegate = OfficerChoice(
        label=_("Stands in"), help_text=_("Somebody with the same permits, in the same areas.")
    )
    from_on = Day(label=_("From"))
    until_on = Day(label=_("Until"))

    def __init__(self, *args: Any, by: Officer, whose: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choose(self, "officer", whose)
        _choose(self, "delegate", officers().order_by("department__name", "name"))
        self.fields["officer"].initial = by.pk


class QuietForm(Form):
    begins = forms.TimeField(
        label=_("Quiet from"), required=False, widget=forms.TimeInput(
            format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip
    ends = forms.TimeField(
        label=_("Quiet until"), required=False, widget=forms.TimeInput(
            format="%H:%M", attrs={"type": "time"}),
    )  # fmt: skip

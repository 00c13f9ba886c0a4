"""What desk officers and residents fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line, Paragraph
from county.dimensions.helpdesk.flow import Kind, State
from county.dimensions.helpdesk.models.matters import AlertState, Money, Result, Topic
from county.foundation.staff.models import Officer
from county.foundation.staff.queries import colleagues, officers

ANY = [("", _("any"))]


class QueueFilters(Form):
    """Narrows a queue; nothing is required and nonsense is ignored."""

    kind = forms.ChoiceField(label=_("Kind"), choices=ANY + Kind.choices, required=False)
    topic = forms.ChoiceField(label=_("Topic"), choices=ANY + Topic.choices, required=False)
    alert = forms.ChoiceField(
        label=_("Fraud alert"), choices=ANY + AlertState.choices[1:], required=False
    )
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=[*ANY, ("1", "P1"), ("2", "P2"), ("3", "P3")],
        coerce=int,
        empty_value=None,
        required=False,
    )
    town = Line(label=_("Town"), required=False, max_length=20)

    def wanted(self) -> dict[str, Any]:
        """The filters that were set to something sensible."""
        self.is_valid()
        return {field: value for field, value in self.cleaned_data.items() if value}


class ReplyForm(Form):
    text = Paragraph(label=_("Reply"), max_length=2000)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)


class NoteForm(Form):
    text = Paragraph(label=_("Internal note"), max_length=2000)


class OfficerForm(Form):
    """Chooses an officer, colleagues first."""

    officer = forms.ModelChoiceField(label=_("Officer"), queryset=Officer.objects.none())
    reason = Line(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, by: Officer, whole_county: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = officers().order_by("department__name", "name") if whole_county else colleagues(by)
        field = self.fields["officer"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = people.filter(post__permits__contains=["helpdesk.take"])
            field.label_from_instance = lambda one: f"{one.name} · {one.department}"  # type: ignore[method-assign]


class ConvertForm(Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in Kind.choices if choice[0] != "lead"]
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=[(1, _("P1 life or ongoing crime")), (2, _("P2 money in motion")), (3, _("P3 normal"))],
        coerce=int,
    )


class OutcomeForm(Form):
    result = forms.ChoiceField(label=_("What came of it"), choices=Result.choices[1:])
    money = forms.ChoiceField(label=_("The money"), choices=Money.choices, required=False)
    stated_amount = forms.DecimalField(
        label=_("Amount as stated, yuan"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    verified_amount = forms.DecimalField(
        label=_("Amount verified, yuan"), min_value=0, max_digits=12, decimal_places=2, required=False
    )
    note = Paragraph(label=_("In words"), max_length=300, required=False)


class ReasonForm(Form):
    reason = Line(
        label=_("Why do you need to see this?"),
        max_length=200,
        help_text=_("The look is recorded with your name; the resident can read it."),
    )


class MoveForm(Form):
    verb = forms.CharField(max_length=20, widget=forms.HiddenInput)
    note = Line(label=_("Note"), max_length=300, required=False)


class CaseForm(Form):
    case_number = Line(label=_("Case number"), max_length=40)
    link = forms.ChoiceField(
        label=_("The lead led there"), choices=[("direct", _("directly")), ("indirect", _("indirectly"))]
    )


class AnswerForm(Form):
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    question = Line(label=_("Question"), max_length=160)
    text = Paragraph(label=_("Answer"), max_length=2000)
    words = Line(label=_("Other words for it"), max_length=200, required=False)
    rule = Line(label=_("Rule and version"), max_length=160)
    expires_on = forms.DateField(label=_("To be reviewed by"))


class DutyForm(Form):
    starts_at = forms.DateTimeField(label=_("From"))
    ends_at = forms.DateTimeField(label=_("Until"))


class PhoneForm(Form):
    phone = Line(label=_("Phone number"), max_length=11)


class CodeForm(Form):
    code = Line(label=_("Code"), max_length=6)


class LeadForm(Form):
    topic = forms.ChoiceField(label=_("What is it about?"), choices=[])
    content = Paragraph(label=_("What have you seen or heard?"), max_length=5000)
    place = Line(label=_("Where?"), max_length=120, required=False)
    secrecy = forms.ChoiceField(
        label=_("How do you wish to be known?"),
        choices=[
            ("open", _("You may call me")),
            ("secret", _("Keep my identity secret")),
            ("anonymous", _("Anonymous: nothing ties this to me")),
        ],
    )

    def __init__(self, *args: Any, topics: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(topic, Topic(topic).label) for topic in topics]


class RatingForm(Form):
    rating = forms.TypedChoiceField(
        label=_("How satisfied are you?"),
        choices=[
            (5, _("very satisfied")),
            (4, _("satisfied")),
            (3, _("fairly satisfied")),
            (2, _("dissatisfied")),
            (1, _("very dissatisfied")),
        ],
        coerce=int,
    )
    words = Paragraph(label=_("Tell us more"), max_length=300, required=False)


STATE_LABELS = dict(State.choices)

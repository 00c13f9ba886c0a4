"""What is filled in about duty, questions and liaison."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Day, Form, Line, Paragraph, Upload
from county.dimensions.procuracy.models import Half, Part, Place, Topic
from county.dimensions.procuracy.queries import duty, liaison
from county.foundation.staff.models import Officer
from county.records.enterprises.forms import PhoneField
from county.records.places.models import Area
from county.records.places.queries import towns

if TYPE_CHECKING:
    _Choice = forms.ModelChoiceField[Officer]
else:
    _Choice = forms.ModelChoiceField

RATINGS = (
    (5, _("very satisfied")), (4, _("satisfied")), (3, _("neither")), (2, _("dissatisfied")),
    (1, _("very dissatisfied")),
)  # fmt: skip


class Whom(_Choice):
    """Somebody of the procuratorate."""

    def label_from_instance(self, one: Officer) -> str:
        """The name and the post."""
        return f"{one.name} · {one.post}"


class PlanForm(Form):
    on = Day(label=_("Day"))
    half = forms.ChoiceField(label=_("Half-day"), choices=Half.choices)
    procurator = Whom(label=_("Procurator"), queryset=Officer.objects.none())
    assistant = Whom(label=_("Assistant"), queryset=Officer.objects.none())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["procurator"].queryset = duty.counsellors()  # type: ignore[attr-defined]
        self.fields["assistant"].queryset = duty.company()  # type: ignore[attr-defined]


class WhyForm(Form):
    why = Line(label=_("Reason"), min_length=2, max_length=200)


class AbsenceForm(WhyForm):
    officer = Whom(label=_("Who is absent"), queryset=Officer.objects.none())

    field_order: tuple[str, ...] = ("officer", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["officer"].queryset = duty.company()  # type: ignore[attr-defined]


class SubstituteForm(AbsenceForm):
    by_whom = Whom(label=_("Substitute"), queryset=Officer.objects.none())

    field_order: tuple[str, ...] = ("officer", "by_whom", "why")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by_whom"].queryset = duty.company()  # type: ignore[attr-defined]


class AskForm(Form):
    topic = forms.ChoiceField(label=_("Topic of the question"), choices=Topic.choices)
    narrative = Paragraph(label=_("Your question"), min_length=4, max_length=4000)
    is_complaint = forms.BooleanField(
        label=_("This is a complaint or a request for supervision of a case"), required=False
    )
    when = forms.ChoiceField(label=_("Appointment at the centre"), required=False)
    document = Upload(label=_("Document"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        free = [(one.key, one.told) for one in duty.free_slots()]
        self.fields["when"].choices = [  # type: ignore[attr-defined]
            ("", _("none, an answer is enough")), *free,
        ]  # fmt: skip


class BookForm(Form):
    when = Line(label=_("Appointment at the centre"), max_length=30)


class WalkInForm(Form):
    organisation = Line(label=_("Enterprise: name or credit code"), max_length=80, required=False)
    visitor = Line(label=_("Visitor's name"), max_length=40, required=False)
    phone = PhoneField(label=_("Visitor's phone"), max_length=20, required=False)
    topic = forms.ChoiceField(label=_("Topic of the question"), choices=Topic.choices)
    narrative = Paragraph(label=_("Question"), min_length=4, max_length=4000)
    is_complaint = forms.BooleanField(
        label=_("Complaint or request for supervision"), required=False
    )
    waits = forms.BooleanField(label=_("Waits at the centre"), required=False, initial=True)


class AnswerForm(Form):
    answer = Paragraph(label=_("Answer"), min_length=4, max_length=4000)
    is_oral = forms.BooleanField(label=_("Given on the spot"), required=False)
    follow_up = Line(label=_("What is still to be done"), max_length=300, required=False)


class ReferForm(Form):
    to = forms.ChoiceField(label=_("Move to"), choices=Place.choices)
    consent = Line(
        label=_("How the enterprise agreed"),
        max_length=200,
        required=False,
        help_text=_("Not needed for 12309; without consent nothing goes to another authority."),
    )
    words = Paragraph(label=_("What the enterprise is told"), max_length=4000, required=False)


class DocumentForm(Form):
    document = Upload(label=_("Document"))


class RatingForm(Form):
    rating = forms.TypedChoiceField(label=_("Satisfaction"), choices=RATINGS, coerce=int)


class AssignForm(Form):
    town = forms.ModelChoiceField(label=_("Town"), queryset=Area.objects.none())
    officer = Whom(label=_("Prosecutor"), queryset=Officer.objects.none())
    part = forms.ChoiceField(label=_("Part"), choices=Part.choices)
    phone = Line(label=_("Office's phone"), max_length=20, initial="12309")
    from_on = Day(label=_("From"))
    until_on = Day(label=_("Until"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["town"].queryset = towns()  # type: ignore[attr-defined]
        self.fields["officer"].queryset = liaison.liaisons()  # type: ignore[attr-defined]


class EndForm(WhyForm):
    on = Day(label=_("Last day"))

    field_order: tuple[str, ...] = ("on", "why")


class WordsForm(Form):
    words = Paragraph(label=_("In words"), min_length=2, max_length=300)


class VisitForm(WhyForm):
    due_on = Day(label=_("By"))

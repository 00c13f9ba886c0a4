"""What people fill in about lessons: the fields are the verbs' arguments."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.design.forms import Day, Form, Line, Paragraph, Upload
from county.dimensions.procuracy.models.lessons import SCALE, Order
from county.dimensions.procuracy.models.lessons import Form as Held
from county.dimensions.procuracy.models.slots import Lecturer
from county.dimensions.procuracy.queries.orders import lecturers
from county.kernel import clock
from county.records.places.queries import town_names


def _moment(label: Any, *, required: bool = False) -> forms.DateTimeField:
    widget = forms.DateTimeInput(
        attrs={"type": "datetime-local", "step": "1800"}, format="%Y-%m-%dT%H:%M"
    )
    return forms.DateTimeField(label=label, required=required, widget=widget)


class ItemForm(Form):
    """An item of the menu; another version each time."""

    title = Line(label=gettext_lazy("Title"), max_length=60)
    summary = Paragraph(label=gettext_lazy("Summary"), max_length=400)
    domain = Line(
        label=gettext_lazy("Field"),
        max_length=30,
        help_text=gettext_lazy("Such as 侵财; two fields with a stroke between them."),
    )
    industries = Line(
        label=gettext_lazy("Industries"),
        max_length=200,
        required=False,
        help_text=gettext_lazy(
            "Codes of GB/T 4754, two to four digits, also 13-43; none: for every trade."
        ),
    )
    roles = Line(label=gettext_lazy("For whom"), max_length=100, required=False)
    minutes = forms.IntegerField(label=gettext_lazy("Length, minutes"), min_value=15, max_value=480)
    form = forms.ChoiceField(label=gettext_lazy("Form"), choices=Held.choices)
    most_persons = forms.IntegerField(
        label=gettext_lazy("Persons at most"), min_value=1, max_value=2000
    )
    materials = Line(label=gettext_lazy("Materials"), max_length=300, required=False)

    def clean_roles(self) -> list[str]:
        """The roles as a list, without blanks."""
        written = self.cleaned_data["roles"].replace("，", ",").replace("、", ",").replace("/", ",")
        return [one.strip()[:20] for one in written.split(",") if one.strip()]


class NewItemForm(ItemForm):
    code = Line(label=gettext_lazy("Number"), max_length=8)
    field_order = ["code"]


class WordsForm(Form):
    words = Line(label=gettext_lazy("In words"), max_length=200)


class OrderForm(Form):
    """What an enterprise writes to order a lesson."""

    persons = forms.IntegerField(
        label=gettext_lazy("How many will come"), min_value=1, max_value=2000
    )
    day1 = Day(label=gettext_lazy("A day that suits you"))
    day2 = Day(label=gettext_lazy("or this day"), required=False)
    day3 = Day(label=gettext_lazy("or this day"), required=False)
    place = Line(label=gettext_lazy("Place"), max_length=120)
    contact = Line(label=gettext_lazy("Whom we may call"), max_length=40)
    phone = Line(label=gettext_lazy("Mobile number"), max_length=20, required=False)
    question = Paragraph(
        label=gettext_lazy("What should the lesson answer?"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("A question from your own work makes it useful. No names, please."),
    )
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def given(self) -> dict[str, Any]:
        """The verb's arguments."""
        said = dict(self.cleaned_data)
        days: list[date | None] = [said.pop(name) for name in ("day1", "day2", "day3")]
        return {**said, "wanted": [day for day in days if day]}


class FeedbackForm(Form):
    """Four marks and words."""

    useful = forms.ChoiceField(label=gettext_lazy("Was it useful?"), choices=SCALE)
    clear = forms.ChoiceField(label=gettext_lazy("Was it clear?"), choices=SCALE)
    relevant = forms.ChoiceField(label=gettext_lazy("Did it fit your work?"), choices=SCALE)
    organised = forms.ChoiceField(label=gettext_lazy("Was it well organised?"), choices=SCALE)
    words = Paragraph(label=gettext_lazy("In words"), max_length=1000, required=False)
    next_topic = Line(label=gettext_lazy("Topic wanted next"), max_length=100, required=False)
    problem = Paragraph(
        label=gettext_lazy("A problem that is still open"),
        max_length=1000,
        required=False,
        help_text=gettext_lazy("The counselling desk answers it."),
    )
    may_show = forms.BooleanField(
        label=gettext_lazy("My words may be shown without the enterprise's name"), required=False
    )

    def given(self) -> dict[str, Any]:
        """The verb's arguments, marks as numbers."""
        said = dict(self.cleaned_data)
        marks = ("useful", "clear", "relevant", "organised")
        return {**said, **{name: int(said[name]) for name in marks}}


class ProposeForm(Form):
    """A lecturer and up to three times."""

    lecturer = forms.ModelChoiceField(
        label=gettext_lazy("Lecturer"), queryset=Lecturer.objects.none()
    )
    start1 = _moment(gettext_lazy("First time"), required=True)
    start2 = _moment(gettext_lazy("Second time"))
    start3 = _moment(gettext_lazy("Third time"))
    place = Line(
        label=gettext_lazy("Place, if not the enterprise's"), max_length=120, required=False
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Enterprises at most"),
        min_value=1,
        max_value=20,
        initial=1,
        help_text=gettext_lazy("More than one makes it an open lesson."),
    )
    late_words = Line(
        label=gettext_lazy("Why it is late"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only for a time more than thirty days after the order."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lecturer"]
        if isinstance(field, forms.ModelChoiceField):
            field.queryset = lecturers()

    def given(self) -> dict[str, Any]:
        """The verb's arguments."""
        said = dict(self.cleaned_data)
        starts: list[datetime | None] = [
            said.pop(name) for name in ("start1", "start2", "start3")
        ]  # fmt: skip
        return {**said, "starts": [one for one in starts if one]}


class GiveForm(Form):
    """The record of a lesson that was held."""

    words = Paragraph(label=gettext_lazy("What was done"), max_length=2000)
    photo = Upload(label=gettext_lazy("Photo"), required=False)
    by_hand = forms.IntegerField(
        label=gettext_lazy("Persons counted by hand, besides those who signed in"),
        min_value=0,
        max_value=2000,
        initial=0,
        required=False,
    )
    by_hand_reason = Line(label=gettext_lazy("Why by hand"), max_length=200, required=False)
    late_words = Line(label=gettext_lazy("Why it is late"), max_length=200, required=False)

    def clean_by_hand(self) -> int:
        """Nobody, where nothing is written."""
        return int(self.cleaned_data["by_hand"] or 0)


class LecturerForm(Form):
    title = Line(label=gettext_lazy("Shown as"), max_length=60)
    unit = Line(label=gettext_lazy("Unit"), max_length=60, required=False)
    items = Line(label=gettext_lazy("Lessons, by their numbers"), max_length=200, required=False)
    is_active = forms.BooleanField(
        label=gettext_lazy("gives lessons"), required=False, initial=True
    )

    def clean_items(self) -> list[str]:
        """The numbers as a list."""
        written = self.cleaned_data["items"].upper().replace("，", ",").replace("、", ",")
        return [one[:8] for one in written.replace(" ", ",").split(",") if one]


class TargetForm(Form):
    """One line of the plan."""

    month = forms.IntegerField(label=gettext_lazy("Month"), min_value=1, max_value=12)
    town = forms.ChoiceField(label=gettext_lazy("Town"), required=False)
    industry = Line(label=gettext_lazy("Industry code"), max_length=4, required=False)
    lessons = forms.IntegerField(label=gettext_lazy("Lessons planned"), min_value=0, max_value=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["town"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("the whole county")), *town_names()]


class NameForm(Form):
    name = Line(label=gettext_lazy("Your name"), max_length=40)
    token = forms.CharField(widget=forms.HiddenInput)


def first_days() -> dict[str, date]:
    """A working day in a week's time, to begin with."""
    return {"day1": clock.next_working_day(clock.add_working_days(clock.today(), 5))}


def of_draft(placed: Order) -> dict[str, Any]:
    """What a draft holds, for its form; the contact is written anew."""
    days = {f"day{number}": day for number, day in enumerate(placed.wanted[:3], 1)}
    return {
        "persons": placed.persons, "place": placed.place, "question": placed.question,
        "key": placed.pk, **days,
    }  # fmt: skip

"""What desk officers and residents fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line, Paragraph, complete
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.flow import Kind
from county.dimensions.helpdesk.models.matters import AlertState, Money, Result, Topic
from county.foundation.staff.models import Officer
from county.foundation.staff.queries import colleagues, officers
from county.kernel.errors import Incomplete
from county.kernel.numbers import require_phone
from county.records.conversations.models import Kind as MessageKind
from county.records.places.queries import town_names

ANY = [("", _("any"))]


def desk_officers() -> QuerySet[Officer]:
    """Everyone in service who works at the desk."""
    able = officers().filter(post__permits__contains=[Permit.TAKE])
    return able.order_by("department__name", "name")


def named_officers() -> list[tuple[Any, str]]:
    """Everyone at the desk as a list to choose from."""
    return [("", "---------"), *((one.pk, named(one)) for one in desk_officers())]


def named(officer: Officer) -> str:
    """An officer with the department, as lists name them."""
    return f"{officer.name} · {officer.department}"


LARGEST_FILE = 10 * 1024 * 1024
"""Bytes of a picture that WeCom takes (document 90253)."""


class OfficerChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Names officers with their department."""

    def __init__(self, **options: Any) -> None:
        super().__init__(queryset=Officer.objects.none(), **options)

    def label_from_instance(self, obj: Any) -> str:
        return named(obj)


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
    town = forms.ChoiceField(label=_("Town"), choices=ANY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["town"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [*ANY, *town_names()]

    def wanted(self) -> dict[str, Any]:
        """The filters that were set to something sensible."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {field: value for field, value in self.cleaned_data.items() if value}


class ReplyForm(Form):
    text = Paragraph(label=_("Reply"), max_length=2000)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    answer = forms.UUIDField(required=False, widget=forms.HiddenInput)


class FileForm(Form):
    file = forms.FileField(label=_("Picture or document"), max_length=200)
    key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_file(self) -> UploadedFile:
        """The file, if WeCom and we take so much."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > LARGEST_FILE:
            raise forms.ValidationError(_("The file has more than 10 MB."))
        return file


SPEAKERS = (
    ("other", _("other side")), ("self", _("sender")), ("none", _("nobody")),
    ("code", _("QR code")),
)  # fmt: skip
"""Who can have said a line of a picture."""
MOST_LINES = 300


class ReadingForm(Form):
    text = Paragraph(label=_("Text read from the picture"), max_length=5000)


class TurnForm(Form):
    """One line of a picture; without text it is left out."""

    speaker = forms.ChoiceField(label=_("Who says it"), choices=SPEAKERS)
    text = Paragraph(label=_("Text read from the picture"), max_length=2000, required=False)


def corrected(posted: QueryDict) -> tuple[str, list[dict[str, str]]]:
    """What a picture says after a correction: the whole text, and each line with its speaker;
    without lines the text alone. Raises Incomplete where it makes no sense."""
    texts, speakers = posted.getlist("text"), posted.getlist("speaker")
    if not speakers:
        return complete(ReadingForm(posted)).cleaned_data["text"], []
    if len(speakers) > MOST_LINES or len(texts) != len(speakers):
        raise Incomplete(_("Give each line one speaker, and no more than 300 lines."))
    lines = zip(speakers, texts, strict=True)
    filled = [complete(TurnForm({"speaker": who, "text": text})) for who, text in lines]
    turns = [one.cleaned_data for one in filled if one.cleaned_data["text"].strip()]
    return "\n".join(turn["text"] for turn in turns), turns


class NoteForm(Form):
    text = Paragraph(label=_("Internal note"), max_length=2000)


class BesideForm(Form):
    """A matter for the person in a chat of WeCom."""

    person = Line(max_length=64, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in Kind.choices if choice[0] != "lead"]
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices, initial=Topic.OTHER)
    words = Paragraph(label=_("What does the resident want?"), max_length=500)


class OfficerForm(Form):
    """Chooses an officer, colleagues first."""

    officer = OfficerChoice(label=_("Officer"))
    reason = Line(label=_("Reason"), max_length=200, required=False)

    def __init__(
        self,
        *args: Any,
        by: Officer,
        whole_county: bool = False,
        named: list[tuple[Any, str]] | None = None,
        **kwargs: Any,
    ) -> None:
        """`named` are the choices where a page shows several such forms and asks only once."""
        super().__init__(*args, **kwargs)
        people = desk_officers() if whole_county else colleagues(by)
        field = self.fields["officer"]
        if isinstance(field, OfficerChoice):
            field.queryset = people.filter(post__permits__contains=[Permit.TAKE])
            if named is not None:
                field.choices = named


class ConvertForm(Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[choice for choice in Kind.choices if choice[0] != "lead"]
    )
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    priority = forms.TypedChoiceField(
        label=_("Priority"),
        choices=[
            (1, _("P1 life or ongoing crime")),
            (2, _("P2 money in motion")),
            (3, _("P3 normal")),
        ],
        coerce=int,
    )


MOST = 100_000_000
"""Yuan; what is more is a slip of the pen. Local design value."""
FAR_APART = 10
"""How many times the stated amount a verified one may be before somebody looks again."""


class Amount(forms.DecimalField):
    """An amount of money that may be left open."""

    def __init__(self, **options: Any) -> None:
        too_much = _("This is more than a hundred million yuan. Look at the amount.")
        super().__init__(
            min_value=0,
            max_value=MOST,
            decimal_places=2,
            required=False,
            error_messages={"max_value": too_much},
            **options,
        )


class OutcomeForm(Form):
    result = forms.ChoiceField(label=_("What came of it"), choices=Result.choices[1:])
    money = forms.ChoiceField(label=_("The money"), choices=Money.choices, required=False)
    stated_amount = Amount(label=_("Amount as stated, yuan"))
    verified_amount = Amount(label=_("Amount verified, yuan"))
    note = Paragraph(label=_("In words"), max_length=300, required=False)

    def __init__(self, *args: Any, fraud: bool = False, **kwargs: Any) -> None:
        """`fraud`: what became of the money has to be said, and is not said by default."""
        super().__init__(*args, **kwargs)
        field = self.fields["money"]
        if fraud and isinstance(field, forms.ChoiceField):
            field.choices = [("", _("– choose –")), *Money.choices[1:]]

    def clean(self) -> dict[str, Any]:
        """Two amounts that lie far apart are looked at again."""
        data = super().clean() or {}
        stated, verified = data.get("stated_amount"), data.get("verified_amount")
        if stated and verified and verified > stated * FAR_APART:
            raise forms.ValidationError(
                _("The verified amount is more than ten times the stated one. Look at both.")
            )
        return data


class ReasonForm(Form):
    reason = Line(
        label=_("Why do you need to see this?"),
        max_length=200,
        help_text=_(
            "The look is recorded with your name; the resident can read your unit and the reason."
        ),
    )


class AnswerForm(Form):
    topic = forms.ChoiceField(label=_("Topic"), choices=Topic.choices)
    question = Line(label=_("Question"), max_length=160)
    text = Paragraph(label=_("Answer"), max_length=2000)
    words = Line(label=_("Other words for it"), max_length=200, required=False)
    rule = Line(label=_("Rule and version"), max_length=160)
    expires_on = forms.DateField(
        label=_("To be reviewed by"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )


class QuickReplyForm(Form):
    title = Line(label=_("Title"), max_length=40)
    text = Paragraph(label=_("Sentence"), max_length=500)
    topic = forms.ChoiceField(label=_("Topic"), choices=ANY + Topic.choices, required=False)


class DutyForm(Form):
    officer = OfficerChoice(label=_("Officer"))
    area_code = forms.ChoiceField(label=_("Area"), required=False)
    starts_at = forms.DateTimeField(
        label=_("From"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )
    ends_at = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officer, area = self.fields["officer"], self.fields["area_code"]
        if isinstance(officer, OfficerChoice):
            officer.queryset = desk_officers()
        if isinstance(area, forms.ChoiceField):
            whole = ("", _("the whole county"))
            area.choices = [whole, *town_names()]


class HandOverForm(Form):
    """Everything one officer holds goes to another."""

    leaving = OfficerChoice(label=_("From"))
    to = OfficerChoice(label=_("To"))
    reason = Line(label=_("Reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leaving", "to"):
            field = self.fields[name]
            if isinstance(field, OfficerChoice):
                field.queryset = desk_officers()


class TownForm(Form):
    """What a stranger may say first; both may stay open."""

    town = forms.ChoiceField(label=_("Which town are you in?"), required=False)
    alias = Line(label=_("How shall we call you?"), max_length=20, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["town"]
        if isinstance(field, forms.ChoiceField):
            open_end = ("", _("I do not know"))
            field.choices = [open_end, *town_names()]


class PhoneMessageForm(Form):
    """A message as the phone sends it; `key` is the phone's own name for it."""

    key = forms.UUIDField(label=_("Message"))
    kind = forms.ChoiceField(label=_("Kind"), choices=MessageKind.choices)
    text = Paragraph(label=_("Message"), required=False)
    file = forms.UUIDField(label=_("Picture"), required=False)
    latitude = forms.FloatField(label=_("Location"), required=False, min_value=-90, max_value=90)
    longitude = forms.FloatField(label=_("Location"), required=False, min_value=-180, max_value=180)

    def clean(self) -> dict[str, Any]:
        """A message says something: words, a picture or a place."""
        data = super().clean() or {}
        needs = {"image": "file", "location": "latitude"}.get(data.get("kind", ""), "text")
        if data.get(needs) in (None, ""):
            raise forms.ValidationError(_("Write something before you send."))
        return data


class PhoneForm(Form):
    phone = Line(
        label=_("Phone number"),
        max_length=11,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "tel"}),
    )

    def clean_phone(self) -> str:
        """The number, if it is one."""
        return require_phone(self.cleaned_data["phone"])


class CodeForm(Form):
    code = Line(
        label=_("Code"),
        max_length=6,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


class RightForm(Form):
    right = forms.ChoiceField(
        label=_("I ask"),
        choices=[
            ("see", _("to see all that is kept of me")),
            ("correct", _("to correct it")),
            ("delete", _("to delete it")),
        ],
    )
    words = Paragraph(label=_("What exactly?"), max_length=300, required=False)


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

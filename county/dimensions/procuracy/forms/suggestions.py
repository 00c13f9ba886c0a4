"""What the procuratorate fills in about suggestions, and what enterprises answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from county.design.forms import Day, Form, Line, Paragraph, Upload
from county.dimensions.procuracy.models import (
    Addressee,
    Adopted,
    Delivery,
    Done,
    Escalation,
    Filing,
    Ground,
    Item,
    Kind,
    Level,
    Measure,
    Revisit,
    Route,
    Urging,
)
from county.foundation.staff.models import Department, Officer

TALL = forms.Textarea(attrs={"rows": 6})
FIELDS = [
    ("", _("not set")), *((one, one) for one in (
        "内部腐败", "侵财", "合同", "知识产权", "劳动", "税务", "安全", "环保", "反诈", "数据",
        "公平竞争", "合规", "涉外", "运输", "未检", "权益", "公益诉讼", "程序",
    ))
]  # fmt: skip
"""The fields of the menu's lessons, so that a suggestion and a lesson can be matched."""


class Several(forms.MultipleChoiceField):
    """Several of a list, each with a box."""

    widget = forms.CheckboxSelectMultiple


class People(Line):
    """Names, with a comma or a blank between them."""

    def clean(self, value: Any) -> Any:
        """The names as a list."""
        text = super().clean(value)
        for mark in "，、,;；":
            text = text.replace(mark, " ")
        return text.split()


class RegisterForm(Form):
    ground = forms.ChoiceField(label=_("Ground of the suggestion"), choices=Ground.choices)
    domain = forms.ChoiceField(label=_("Field"), choices=FIELDS, required=False)
    case_no = Line(label=_("Source case"), max_length=80)
    reason = Paragraph(label=_("Why"), max_length=500)
    addressee_kind = forms.ChoiceField(label=_("Addressee"), choices=Addressee.choices)
    firm = Line(
        label=_("Enterprise: name or credit code"), max_length=80, required=False,
        help_text=_("An enterprise of the register; leave it empty for an authority."),
    )  # fmt: skip
    addressee = Line(label=_("Full name of another unit"), max_length=80, required=False)
    addressee_code = Line(label=_("Its credit code"), max_length=18, required=False)
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices, initial=Level.COUNTY)
    region = Line(
        label=_("Region code"), max_length=12, initial="330424",
        help_text=_("330424 is this county."),
    )  # fmt: skip
    route = forms.ChoiceField(
        label=_("Way to it"), choices=Route.choices, required=False,
        help_text=_("Needed for a unit of another level or place that is not the unit involved."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Type"), choices=Kind.choices)
    urgent = forms.BooleanField(label=_("Urgent"), required=False)


class PlanForm(Form):
    plan = Paragraph(label=_("What is to be verified"), widget=TALL, max_length=20_000)
    measures = Several(
        label=_("Measures"), choices=Measure.choices,
        help_text=_("Nothing that restrains people, or seals, seizes or freezes property."),
    )  # fmt: skip
    people = People(label=_("Who goes (two at least)"), max_length=200)


class DecideForm(Form):
    granted = forms.ChoiceField(
        label=_("Decision"), choices=[("yes", _("agreed")), ("no", _("refused"))]
    )
    words = Paragraph(label=_("Reasons"), max_length=1000, required=False)

    def clean_granted(self) -> bool:
        """Whether it is agreed to."""
        return bool(self.cleaned_data["granted"] == "yes")


class SignForm(DecideForm):
    by_committee = forms.BooleanField(label=_("decided by the committee"), required=False)


class ExtendForm(Form):
    until = Day(label=_("New last day"))
    words = Paragraph(label=_("Reasons"), max_length=1000)


class StepForm(Form):
    measure = forms.ChoiceField(label=_("Measure"), choices=Measure.choices)
    on = Day(label=_("Day"))
    place = Line(label=_("Place"), max_length=120)
    record = Paragraph(label=_("Record"), max_length=20_000)
    file = Upload(label=_("Scan or photo"), required=False)


class ReportForm(Form):
    findings = Paragraph(
        label=_("Report"), widget=TALL, max_length=20_000,
        help_text=_("Course, facts, evidence, and whether a suggestion should be made."),
    )  # fmt: skip


class WordsForm(Form):
    words = Paragraph(label=_("Reasons"), max_length=2000)


class OpinionForm(Form):
    words = Paragraph(label=_("Written opinion of the addressee"), max_length=4000, widget=TALL)


class LetterForm(Form):
    needed = ("origin", "facts", "faults", "contact")
    origin = Paragraph(
        label=_("1. Source of the case or problem"), required=False, max_length=20_000
    )
    facts = Paragraph(
        label=_("2. Facts established, and the evidence"), required=False, max_length=20_000,
        widget=TALL,
    )  # fmt: skip
    faults = Paragraph(
        label=_("3. Violations, or dangers to be removed"), required=False, max_length=20_000,
        widget=TALL,
    )  # fmt: skip
    objection_days = forms.IntegerField(
        label=_("5. Days for an objection"), min_value=1, max_value=60, initial=15
    )
    reply_days = forms.IntegerField(
        label=_("6. Days for the reply, if urgent"), min_value=1, max_value=59, required=False,
        help_text=_("Empty: two months from receipt."),
    )  # fmt: skip
    other = Paragraph(label=_("7. Other matters"), required=False, max_length=20_000)
    attachments = Paragraph(label=_("Attachments, one a line"), required=False, max_length=2000)
    contact = Line(label=_("Contact person"), required=False, max_length=40)
    contact_phone = Line(label=_("Telephone"), required=False, max_length=40)
    secrets = Paragraph(
        label=_("Trade secrets, one phrase a line"), required=False, max_length=4000,
        help_text=_("They stand in the letter and are left out of every copy."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def parts(self) -> dict[str, str]:
        """The parts in prose."""
        names = ("origin", "facts", "faults", "other", "attachments", "secrets")
        return {name: self.cleaned_data[name] for name in names}


COLUMNS = ("content", "basis", "expected", "check_by")


def items_in(data: QueryDict) -> list[dict[str, str]]:
    """The items of a posted letter, in their order; control characters are dropped."""
    field = Paragraph(required=False)
    columns = {name: [field.to_python(value) for value in data.getlist(name)] for name in COLUMNS}
    rows = max((len(values) for values in columns.values()), default=0)
    return [
        {name: values[at] if at < len(values) else "" for name, values in columns.items()}
        for at in range(min(rows, 40))
    ]


class ReviewForm(Form):
    passed = forms.ChoiceField(
        label=_("Opinion"),
        choices=[
            ("pass", _("passes")),
            ("consult", _("passes; ask the addressee first")),
            ("return", _("is returned")),
        ],
    )
    necessary = Line(label=_("Necessity"), max_length=300, required=False)
    lawful = Line(label=_("Legality"), max_length=300, required=False)
    reasoned = Line(label=_("Reasoning"), max_length=300, required=False)
    words = Paragraph(label=_("Opinion in words"), max_length=2000)


class DeliverForm(Form):
    how = forms.ChoiceField(label=_("Way"), choices=Delivery.How.choices)
    on = Day(label=_("Received on"))
    receiver = Line(label=_("Received by"), max_length=40)
    receiver_post = Line(label=_("Post of the receiver"), max_length=40, required=False)
    witness = Line(label=_("Witness"), max_length=40, required=False)
    consent = forms.BooleanField(label=_("The addressee agreed to a reading"), required=False)
    where = forms.ChoiceField(
        label=_("Read out"), choices=[("", "—"), *Delivery.Where.choices], required=False
    )
    place = Line(label=_("Address"), max_length=120, required=False)
    reader = Line(label=_("Read by"), max_length=40, required=False)
    opinion = Paragraph(label=_("Words of the unit's head"), max_length=1000, required=False)
    third_parties = Line(
        label=_("Third parties present"), max_length=200, required=False,
        help_text=_("Such as deputies, consultative members, special assistants, supervisors."),
    )  # fmt: skip


class FileForm(Form):
    to = forms.ChoiceField(label=_("Filed with"), choices=Filing.To.choices)
    on = Day(label=_("Day"))
    receipt = Line(label=_("Receipt"), max_length=80, required=False)


class CopyForm(Form):
    departments = forms.ModelMultipleChoiceField(
        label=_("Departments"), queryset=Department.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    outside = Line(label=_("A body outside the system"), max_length=80, required=False)
    why = Line(label=_("Why"), max_length=200)

    def __init__(self, *args: Any, departments: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["departments"]
        field.queryset = departments if departments is not None else Department.objects.all()


class HandOverForm(Form):
    to = forms.ModelChoiceField(label=_("To"), queryset=Officer.objects.none())

    def __init__(self, *args: Any, officers: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = officers if officers is not None else Officer.objects.none()


class ObjectionForm(Form):
    words = Paragraph(label=_("What you object to, and why"), max_length=10_000, widget=TALL)


class ObjectionDecisionForm(Form):
    outcome = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("dismiss", _("not upheld: written reasons")),
            ("amend", _("upheld: the letter is amended")),
            ("withdraw", _("upheld: the letter is withdrawn")),
        ],
    )
    reasons = Paragraph(label=_("Reasons the addressee reads"), max_length=2000)


class UrgeForm(Form):
    how = forms.ChoiceField(label=_("Way"), choices=Urging.How.choices)
    on = Day(label=_("Day"))
    counterpart = Line(label=_("With whom"), max_length=80)
    record = Paragraph(label=_("Record"), max_length=4000)
    cause = Paragraph(label=_("Cause the addressee gave"), max_length=1000, required=False)


class EscalateForm(Form):
    to = Several(label=_("Taken to"), choices=Escalation.To.choices)
    reasons = Paragraph(label=_("Why there is no just cause"), max_length=2000)


class ReplyForm(Form):
    needed = ("responsible",)
    responsible = Line(label=_("Person responsible in general"), max_length=40, required=False)
    summary = Paragraph(label=_("In general"), max_length=4000, required=False)


class EvidenceForm(Form):
    file = Upload(label=_("Evidence: photo or document"))


class AnswerForm(Form):
    needed = ("measure", "state", "person")
    measure = Paragraph(label=_("What was done"), max_length=4000, required=False)
    state = forms.ChoiceField(
        label=_("How far it is"), choices=[("", "—"), *Done.choices], required=False
    )
    on = Day(label=_("Done on"), required=False)
    person = Line(label=_("Responsible person"), max_length=40, required=False)
    remaining = Paragraph(label=_("What remains, and by when"), max_length=4000, required=False)


class FoundForm(Form):
    adopted = forms.ChoiceField(label=_("Adopted"), choices=Adopted.choices)
    found = forms.ChoiceField(label=_("Put right"), choices=Done.choices)
    note = Line(label=_("Note"), max_length=300, required=False)


class CheckForm(Form):
    found = forms.ChoiceField(label=_("Found"), choices=Done.choices)
    evidence = Line(label=_("What shows it"), max_length=300, required=False)


class RevisitForm(Form):
    on = Day(label=_("Day"))
    place = Line(label=_("Place"), max_length=120)
    visitors = People(label=_("Visitors (two at least)"), max_length=200)
    participants = Line(label=_("Company participants and their posts"), max_length=300)
    result = forms.ChoiceField(label=_("Result"), choices=Revisit.Result.choices)
    problems = Paragraph(label=_("New problems"), max_length=2000, required=False)
    needs = Paragraph(label=_("What the company needs"), max_length=2000, required=False)
    satisfaction = forms.IntegerField(
        label=_("Satisfaction, 1 to 5"), min_value=1, max_value=5, required=False
    )
    orders = Line(label=_("Lessons ordered on the spot"), max_length=200, required=False)
    incidents_before = forms.IntegerField(
        label=_("Incidents of this type, six months before the letter"), min_value=0,
        max_value=100_000, required=False,
    )  # fmt: skip
    incidents_after = forms.IntegerField(
        label=_("Incidents of this type, six months after it"), min_value=0, max_value=100_000,
        required=False,
    )  # fmt: skip
    loss_before = forms.IntegerField(
        label=_("Loss in yuan, six months before"), min_value=0, max_value=2_000_000_000,
        required=False,
    )  # fmt: skip
    loss_after = forms.IntegerField(
        label=_("Loss in yuan, six months after"), min_value=0, max_value=2_000_000_000,
        required=False,
    )  # fmt: skip
    next_on = Day(label=_("Next visit"), required=False)
    signed_by_firm = Line(label=_("Signed for the company by"), max_length=40)
    photo = Upload(label=_("Photo"), required=False)


class ArchiveForm(Form):
    retention = forms.ChoiceField(
        label=_("Kept"),
        choices=[
            ("permanent", _("for ever")), ("long", _("long")), ("10_years", _("ten years")),
        ],
    )  # fmt: skip
    volumes = Paragraph(label=_("What the volume holds, one a line"), max_length=4000, widget=TALL)

    def clean_volumes(self) -> list[str]:
        """The lines of the list."""
        return str(self.cleaned_data["volumes"]).splitlines()


class SeriesForm(Form):
    kind = forms.ChoiceField(label=_("Type"), choices=Kind.choices)
    year = forms.IntegerField(label=_("Year"), min_value=2019, max_value=2100)
    last_on_paper = forms.IntegerField(
        label=_("Last number given on paper"), min_value=0, max_value=9999
    )


def for_items(
    form: type[Form], items: Iterable[Item], data: Any = None, initial: Any = None
) -> dict[int, Form]:
    """One small form for each item, its fields named by the item's number."""
    return {
        one.no: form(
            data, prefix=f"item{one.no}", auto_id="id_%s", initial=(initial or {}).get(one.no)
        )
        for one in items
    }

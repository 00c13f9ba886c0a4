"""What officers fill in about visits."""

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Day, Form, Line, Paragraph, Upload
from county.records.visits.models import Kind


class ProposeForm(Form):
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[one for one in Kind.choices if one[0] != Kind.ENTERPRISE]
    )
    why = Line(label=_("Why"), max_length=200)
    due_on = Day(label=_("By"))


class FirmForm(Form):
    why = Line(label=_("Why"), max_length=200)
    due_on = Day(label=_("By"))


class PlanForm(Form):
    on = Day(label=_("Day"))
    appointment = Line(
        label=_("How was it agreed with the person?"), max_length=100, required=False
    )


class RecordForm(Form):
    how = forms.ChoiceField(
        label=_("Met?"),
        choices=[
            ("done", _("visited")),
            ("not_met", _("not met")),
            ("declined", _("declined by the person")),
        ],
    )
    outcome = Paragraph(label=_("What came of it"), max_length=300)
    photo = Upload(label=_("Photo"), required=False)
    next_on = Day(label=_("Next visit"), required=False)

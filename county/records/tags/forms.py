"""What officers and residents fill in about tags."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line, Paragraph
from county.foundation.staff.policy import Holder
from county.records.tags.knowledge import (
    EMERGENCY_ONLY,
    GENERIC_ONLY,
    LONGEST_WHY,
    LONGEST_WITHHELD,
    WITHHOLDING_GROUNDS,
    Group,
)
from county.records.tags.queries import to_propose, to_set


def _offer(form: forms.Form, groups: list[Group]) -> None:
    field, language = form.fields["code"], get_language() or ""
    if isinstance(field, forms.ChoiceField):
        field.choices = [
            (group.title(language), [(tag.code, tag.title(language)) for tag in group.tags])
            for group in groups
        ]


class ProposeForm(Form):
    code = forms.ChoiceField(label=_("Tag"))
    why = Line(label=_("Why"), max_length=LONGEST_WHY)
    case_number = Line(label=_("Case or matter, for sensitive tags"), max_length=40, required=False)

    def __init__(self, *args: Any, resident_id: UUID | str, by: Holder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, to_propose(resident_id, by))


class OwnForm(Form):
    """Which tag a resident sets; offered is what residents set alone and do not have."""

    code = forms.ChoiceField(label=_("Tag"))

    def __init__(self, *args: Any, resident_id: UUID | str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, to_set(resident_id))


class EndForm(Form):
    reason = Line(label=_("Why"), max_length=LONGEST_WHY)


class ObjectForm(Form):
    words = Paragraph(label=_("What is wrong?"), max_length=300)


class DecideForm(Form):
    answer = Paragraph(label=_("Answer"), max_length=300)
    decision = forms.ChoiceField(
        choices=[("uphold", _("upheld")), ("reject", _("not upheld"))], widget=forms.HiddenInput
    )


class AnswerForm(Form):
    """What is written under an objection; the decision is the button that is pressed."""

    answer = Paragraph(label=_("Answer"), max_length=300)


class WithholdForm(Form):
    ground = forms.ChoiceField(
        label=_("Statute"), choices=lambda: list(WITHHOLDING_GROUNDS.items())
    )
    reason = Line(label=_("Why"), max_length=200)
    days = forms.IntegerField(label=_("Days"), min_value=1, max_value=LONGEST_WITHHELD)


class WishForm(Form):
    """A switch on the person's own page."""

    code = forms.ChoiceField(choices=[(code, code) for code in (GENERIC_ONLY, EMERGENCY_ONLY)])
    on = forms.BooleanField(required=False)


class WithdrawForm(Form):
    scope = Line(max_length=40)

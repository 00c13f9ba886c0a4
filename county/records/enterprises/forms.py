"""What enterprises and officers fill in about accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.kernel.numbers import BadNumber, require_phone
from county.records.enterprises.access import TRUSTS
from county.records.enterprises.queries import TRUST_WORDS


class PhoneField(Line):
    """A mobile number, in whatever way it was written."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"})

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        try:
            return require_phone(text)
        except BadNumber as wrong:
            raise forms.ValidationError(str(wrong)) from None


class PhoneForm(Form):
    phone = PhoneField(label=_("Mobile phone"), max_length=20)


class CodeForm(Form):
    phone = PhoneField(max_length=20, widget=forms.HiddenInput)
    code = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("Code"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"invalid": _("The code has six digits.")},
    )


class TrustsForm(Form):
    trusts = forms.MultipleChoiceField(
        label=_("May"),
        choices=[(str(trust), TRUST_WORDS[trust]) for trust in TRUSTS],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )


class InviteForm(TrustsForm):
    name = Line(label=_("Name"), max_length=40, min_length=2)
    phone = PhoneField(label=_("Mobile phone"), max_length=20)
    duty = Line(label=_("Position"), max_length=40)

    field_order = ("name", "phone", "duty", "trusts")


HOW = [
    ("counter", _("at the counter: identity card and business licence seen")),
    ("visit", _("at the enterprise: identity card and business licence seen by the liaison")),
]


class OpenForm(Form):
    name = Line(label=_("Name of the legal representative"), max_length=40, min_length=2)
    phone = PhoneField(label=_("Mobile phone"), max_length=20)
    how = forms.ChoiceField(label=_("How was the identity checked?"), choices=HOW)
    note = Line(label=_("Note on the check"), max_length=120, required=False)
    succeeds = forms.BooleanField(
        label=_("Takes over from the present legal representative"), required=False
    )


class ReasonForm(Form):
    reason = Line(label=_("Reason"), min_length=2, max_length=200)

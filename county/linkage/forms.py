"""What is filled in about rules: the form of a rule is made from its parameters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.linkage.dials import Dials, shown


def _number(bounds: Any, value: int) -> forms.IntegerField:
    field = forms.IntegerField(
        label=f"{bounds.title} ({bounds.unit})",
        help_text=bounds.basis,
        min_value=bounds.low,
        max_value=bounds.high,
        initial=value,
    )
    field.widget.attrs["inputmode"] = "numeric"
    return field


class DialsForm(Form):
    """The parameters of one rule."""

    def __init__(self, *args: Any, dials: Dials, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = [name for name, _bounds, _value in shown(dials)]
        for name, bounds, value in shown(dials):
            self.fields[name] = _number(bounds, value)

    @property
    def parameters(self) -> dict[str, int]:
        """The values that were filled in."""
        return {name: self.cleaned_data[name] for name in self.names}


class WishForm(DialsForm):
    """A change of a rule: its parameters, on or off, and why."""

    enabled = forms.BooleanField(label=_("The rule is on"), required=False)
    reason = Line(label=_("Why it is changed"), max_length=200)

    field_order = ("enabled",)


class TrialForm(DialsForm):
    """A trial: over how many past days, with which parameters."""

    days = forms.IntegerField(
        label=_("Past days"), min_value=1, max_value=365, initial=90,
        help_text=_("The rule reads the facts of these days and decides; nothing is done."),
    )  # fmt: skip


class TakeBackForm(Form):
    """Taking a step back: why, and whether the rule was wrong."""

    reason = Line(label=_("Why"), max_length=200)
    wrong = forms.BooleanField(
        label=_("The rule should not have acted here"),
        required=False,
        help_text=_("It is counted in the rule's figures."),
    )


def wish_form(dials: Dials, *, enabled: bool, data: Any = None) -> WishForm:
    """The form to change this rule, filled with how it stands."""
    return WishForm(data, dials=dials, initial={"enabled": enabled}, auto_id="wish_%s")


def trial_form(dials: Dials, data: Any = None) -> TrialForm:
    """The form to try a rule, filled with how it stands."""
    return TrialForm(data, dials=dials, auto_id="trial_%s")

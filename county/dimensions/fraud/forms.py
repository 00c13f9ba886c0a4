"""What fraud work fills in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line, Paragraph
from county.dimensions.fraud.knowledge.labelled import OTHER_INTENTS
from county.dimensions.fraud.knowledge.reading import CATEGORIES

MOST = 100_000_000
"""Yuan; what is more is a slip of the pen. Local design value."""
TOO_MUCH = _("This is more than a hundred million yuan. Look at the amount.")


INTENT_TITLES = {
    "scam": _("the scam itself"),
    "victim": _("a victim's report"),
    "warning": _("a warning against fraud"),
    "question": _("a question about fraud"),
    "ordinary": _("an ordinary message"),
}


class ConfirmForm(Form):
    category = forms.ChoiceField(
        label=_("Type of fraud"), choices=[(one, one) for one in CATEGORIES]
    )
    reason = Line(label=_("What tells you so?"), max_length=200, required=False)


class DismissForm(Form):
    intent = forms.ChoiceField(
        label=_("What is it then?"),
        choices=[(name, INTENT_TITLES[name]) for name in OTHER_INTENTS],
        required=False,
    )
    reason = Line(label=_("Why is it no fraud?"), max_length=200)


class ThinkAgainForm(Form):
    reason = Line(label=_("Why is the decision taken back?"), max_length=200)


class RemoveForm(Form):
    reason = Line(label=_("Why is the example removed?"), max_length=200)


class AllowForm(Form):
    """A resident's word on whether masked words of theirs may teach the program."""

    allowed = forms.BooleanField(required=False)


class StopForm(Form):
    amount = forms.DecimalField(
        label=_("Amount, yuan"),
        min_value=0.01,
        max_value=MOST,
        decimal_places=2,
        error_messages={"max_value": TOO_MUCH},
    )
    bank = Line(label=_("Bank or app the money went to"), max_length=60)
    account = Line(label=_("Account the money went to"), max_length=40)
    holder = Line(label=_("Account holder"), max_length=60, required=False)
    paid_at = forms.DateTimeField(label=_("Paid at"), required=False)
    note = Paragraph(label=_("Note"), max_length=300, required=False)


class StopEndForm(Form):
    verb = forms.ChoiceField(
        label=_("What became of it"),
        choices=[
            ("send", _("sent to the bank")),
            ("stopped", _("payment stopped")),
            ("failed", _("too late")),
            ("withdraw", _("withdrawn")),
        ],
    )
    stopped_amount = forms.DecimalField(
        label=_("Stopped, yuan"), min_value=0, max_digits=12, decimal_places=2, required=False
    )


class ReasonForm(Form):
    reason = Line(label=_("Why do you need to see this?"), max_length=200)

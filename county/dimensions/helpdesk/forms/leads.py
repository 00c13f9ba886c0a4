"""What is filled in about leads: by reporters, by anonymous sources, by officers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line, Paragraph
from county.dimensions.helpdesk.actions.leads import LONGEST, RESULT_LONGEST
from county.dimensions.helpdesk.models import Consent, SmallCase
from county.dimensions.helpdesk.models.matters import LEAD_TOPICS, Topic
from county.records.places.queries import town_names


def topic_choices() -> list[tuple[str, Any]]:
    """What a lead may be about."""
    return [(topic, Topic(topic).label) for topic in LEAD_TOPICS]


class Passphrase(forms.CharField):
    """A passphrase: never shown again, never offered by the browser."""

    def __init__(self, **options: Any) -> None:
        hints = {"autocomplete": "off", "spellcheck": "false"}
        widget = forms.PasswordInput(attrs=hints, render_value=False)
        super().__init__(max_length=200, strip=True, widget=widget, **options)


class LeadForm(Form):
    topic = forms.ChoiceField(label=_("What is it about?"), choices=[])
    content = Paragraph(label=_("What have you seen or heard?"), max_length=LONGEST)
    place = Line(label=_("Where?"), max_length=120, required=False)
    urgent = forms.BooleanField(
        label=_("It is about to happen, or somebody is at risk"), required=False
    )
    secrecy = forms.ChoiceField(
        label=_("How do you wish to be known?"),
        choices=[
            ("open", _("You may call me")),
            ("secret", _("Keep my identity secret")),
            ("anonymous", _("Anonymous: nothing ties this to me")),
        ],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["topic"]
        if isinstance(field, forms.ChoiceField):
            field.choices = topic_choices()


class TipForm(Form):
    """What an anonymous source fills in; town and topic decide only who handles it."""

    topic = forms.ChoiceField(label=_("What is it about?"), choices=[])
    text = Paragraph(label=_("What have you seen or heard?"), max_length=LONGEST)
    place = Line(label=_("Where?"), max_length=120, required=False)
    town = forms.ChoiceField(label=_("In which town?"), choices=[], required=False)
    urgent = forms.BooleanField(
        label=_("It is about to happen, or somebody is at risk"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        topic, town = self.fields["topic"], self.fields["town"]
        if isinstance(topic, forms.ChoiceField) and isinstance(town, forms.ChoiceField):
            topic.choices = topic_choices()
            town.choices = [("", _("I do not know")), *town_names()]


class MoveForm(Form):
    verb = forms.CharField(max_length=20, widget=forms.HiddenInput)
    note = Line(label=_("Note"), max_length=300, required=False)


class ReadForm(Form):
    """The reason is kept, the passphrase is not."""

    reason = Line(
        label=_("Why do you need to see this?"),
        max_length=200,
        help_text=_("The look is recorded with your name and the reason."),
    )
    passphrase = Passphrase(
        label=_("The unit's passphrase"),
        required=False,
        help_text=_("It opens the lead for this one answer and is kept nowhere."),
    )


class CaseForm(Form):
    case_number = Line(label=_("Case number"), max_length=40)
    link = forms.ChoiceField(
        label=_("The lead led there"),
        choices=[("direct", _("directly")), ("indirect", _("indirectly"))],
    )
    small_case = forms.ChoiceField(
        label=_("Kind of small case"), choices=SmallCase.choices, required=False
    )


class SolvedForm(Form):
    document = Line(
        label=_("Number of the document that shows it"),
        max_length=60,
        required=False,
        help_text=_("Either this or a file: nothing counts as solved by itself."),
    )
    file = forms.FileField(label=_("File that shows it"), max_length=200, required=False)


class ResultForm(Form):
    verb = forms.CharField(max_length=20, widget=forms.HiddenInput)
    notice = Paragraph(label=_("What the reporter is told"), max_length=RESULT_LONGEST)
    reward = Line(label=_("Reward"), max_length=200, required=False)


class WordForm(Form):
    text = Paragraph(label=_("Word to the source"), max_length=LONGEST)


class CredibilityForm(Form):
    text = Line(
        label=_("How far can it be believed, and why?"),
        max_length=200,
        help_text=_("In words. It is nobody's score, and nothing follows from it by itself."),
    )


class ExtendForm(Form):
    reason = Line(label=_("Why does the check take longer?"), max_length=200)


class ConsentForm(Form):
    what = forms.ChoiceField(label=_("What for?"), choices=Consent.What.choices)
    case_number = Line(label=_("Case number"), max_length=40)
    reason = Line(label=_("Reason"), max_length=200)
    person_number = forms.IntegerField(
        label=_("Number of the person's file"), required=False, min_value=1, max_value=2_000_000_000
    )


class NewKeyForm(Form):
    passphrase = Passphrase(label=_("Passphrase, 12 characters or more"))
    again = Passphrase(label=_("Once more"))

    def clean(self) -> dict[str, Any]:
        """Both have to be the same: nobody can read it back."""
        data = super().clean() or {}
        if data.get("passphrase") != data.get("again"):
            raise forms.ValidationError(_("The two passphrases differ."))
        return data


class ChangeKeyForm(Form):
    old = Passphrase(label=_("Passphrase until now"))
    passphrase = Passphrase(label=_("New passphrase, 12 characters or more"))
    again = Passphrase(label=_("Once more"))

    def clean(self) -> dict[str, Any]:
        """Both have to be the same: nobody can read it back."""
        data = super().clean() or {}
        if data.get("passphrase") != data.get("again"):
            raise forms.ValidationError(_("The two passphrases differ."))
        return data

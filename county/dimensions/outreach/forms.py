"""What officers write of a notice, and what residents answer."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from county.design.forms import Form, Line, Paragraph
from county.dimensions.outreach import knowledge
from county.dimensions.outreach.models.campaigns import Category, Urgency
from county.dimensions.outreach.models.ledger import Answer
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.errors import Refused
from county.records.audiences.actions import audience_of
from county.records.audiences.queries import audiences_for
from county.records.places.queries import town_names

SUGGESTED = "suggested:"
AS_IT_IS = "same"
LARGEST_RECORDING = 3 * 1024 * 1024


class CampaignForm(Form):
    """The fields of a notice; its audience is a saved one, or the usual one of its type."""

    title = Line(label=gettext_lazy("Title"), max_length=40)
    category = forms.ChoiceField(
        label=gettext_lazy("About"), choices=Category.choices, required=False
    )
    urgency = forms.ChoiceField(label=gettext_lazy("Urgency"), choices=Urgency.choices)
    audience = forms.ChoiceField(label=gettext_lazy("Audience"))
    purpose = Line(
        label=gettext_lazy("What for"),
        max_length=200,
        help_text=gettext_lazy("Who checks and approves it reads this."),
    )
    text = Paragraph(label=gettext_lazy("Text"), max_length=knowledge.LONGEST_TEXT)
    large = Paragraph(
        label=gettext_lazy("Large print"),
        max_length=3000,
        required=False,
        help_text=gettext_lazy("The page behind the notice. It can be read aloud."),
    )
    recording = forms.FileField(
        label=gettext_lazy("Recording"),
        required=False,
        help_text=gettext_lazy("Read by a colleague, in dialect too; up to 3 MB."),
    )  # fmt: skip
    begins_at = forms.DateTimeField(
        label=gettext_lazy("Not before"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, by: Officer, kept: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["audience"]
        if isinstance(field, forms.ChoiceField):
            field.choices = audiences_to_choose(by, kept=kept)

    def clean_begins_at(self) -> Any:
        """A moment to come; one that is past means at once."""
        moment = self.cleaned_data["begins_at"]
        return moment if moment and moment > clock.now() else None

    def clean_recording(self) -> Any:
        """A recording that is not too large."""
        file = self.cleaned_data["recording"]
        if file and file.size > LARGEST_RECORDING:
            raise forms.ValidationError(_("The recording is larger than 3 MB."))
        return file


def audiences_to_choose(by: Officer, *, kept: bool) -> list[tuple[str, Any]]:
    """The saved audiences, and for each town the usual one of the type."""
    same: list[tuple[str, Any]] = [(AS_IT_IS, _("as it is"))] if kept else []
    towns = [one for one in town_names() if by.reach is None or one[0] in by.reach]
    usual = [(f"{SUGGESTED}{code}", _("usual for this type · %s") % name) for code, name in towns]
    if by.reach is None:
        usual.append((SUGGESTED, _("usual for this type · the whole county")))
    saved = [(str(one.pk), one.title) for one in audiences_for(by).order_by("-changed_at")[:200]]
    return [*same, (_("Usual"), usual), (_("Saved"), saved)]


def expression_of(audience: str, *, category: str, by: Officer, kept: Any = None) -> Any:
    """The expression that a choice of the form stands for; raises Refused."""
    if audience == AS_IT_IS and kept is not None:
        return kept
    if audience.startswith(SUGGESTED):
        return knowledge.suggested(category, audience.removeprefix(SUGGESTED))
    if not audience:
        raise Refused(_("Choose an audience."))
    return audience_of(audience, by).expression


class LawForm(Form):
    words = Line(
        label=gettext_lazy("Ground"),
        max_length=200,
        help_text=gettext_lazy("The article of the law. Name consent only if everybody gave it."),
    )


class WordsForm(Form):
    words = Line(label=gettext_lazy("Why"), max_length=200)


class AskForm(Form):
    what = forms.ChoiceField(
        label=gettext_lazy("It is"),
        choices=[one for one in Answer.What.choices if one[0] != Answer.What.OPT_OUT],
    )
    text = Paragraph(label=gettext_lazy("What you want to say"), max_length=500)

"""What officers and residents fill in about tags."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.foundation.staff.policy import Holder
from county.records.tags.knowledge import LONGEST_WHY
from county.records.tags.queries import to_propose, to_set


class ProposeForm(Form):
    code = forms.ChoiceField(label=_("Tag"))
    why = Line(label=_("Why"), max_length=LONGEST_WHY)

    def __init__(self, *args: Any, resident_id: UUID | str, by: Holder, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, language = self.fields["code"], get_language() or ""
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (group.title(language), [(tag.code, tag.title(language)) for tag in group.tags])
                for group in to_propose(resident_id, by)
            ]


class OwnForm(Form):
    """Which tag a resident sets; offered is what residents set alone and do not have."""

    code = forms.ChoiceField(label=_("Tag"))

    def __init__(self, *args: Any, resident_id: UUID | str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field, language = self.fields["code"], get_language() or ""
        if isinstance(field, forms.ChoiceField):
            field.choices = [
                (group.title(language), [(tag.code, tag.title(language)) for tag in group.tags])
                for group in to_set(resident_id)
            ]


class EndForm(Form):
    reason = Line(label=_("Why"), max_length=LONGEST_WHY)

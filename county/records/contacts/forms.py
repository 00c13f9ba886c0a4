"""What officers fill in about contacts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.foundation.channels.wecom.ways import LONGEST_TITLE
from county.foundation.staff.models import Officer
from county.foundation.staff.queries import officers
from county.records.contacts.flow import EntranceState, Quota
from county.records.contacts.models import Entrance
from county.records.contacts.queries.ways import entrances_for
from county.records.places.queries import town_names


class WayForm(Form):
    """The fields of a new contact code; officers without an account in WeCom are not offered."""

    title = Line(label=_("Title"), max_length=LONGEST_TITLE)
    town_code = forms.ChoiceField(label=_("Town"), required=False)
    word = Line(label=_("Word of a campaign"), max_length=20, required=False)
    members = forms.ModelMultipleChoiceField(label=_("Colleagues"), queryset=Officer.objects.none())

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns, members = self.fields["town_code"], self.fields["members"]
        if isinstance(towns, forms.ChoiceField):
            towns.choices = _towns(by)
        if isinstance(members, forms.ModelMultipleChoiceField):
            able = officers().filter(wecom_id__isnull=False).order_by("name")
            members.queryset = able if by.reach is None else able.filter(
                department_id=by.department_id
            )  # fmt: skip


class EntranceForm(Form):
    """Which account's chats a code leads into, and of which town whoever comes by it is."""

    entrance = forms.ModelChoiceField(
        label=_("Account"), queryset=Entrance.objects.none(), empty_label=None
    )
    town_code = forms.ChoiceField(label=_("Town"), required=False)

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entrance, towns = self.fields["entrance"], self.fields["town_code"]
        if isinstance(entrance, forms.ModelChoiceField):
            entrance.queryset = entrances_for(by).filter(state=EntranceState.READY)
        if isinstance(towns, forms.ChoiceField):
            towns.choices = _towns(by)


def _towns(by: Officer) -> list[tuple[str, Any]]:
    """The towns an officer works in, after the whole county."""
    mine = [one for one in town_names() if by.reach is None or one[0] in by.reach]
    return [("", _("the whole county")), *mine]


class HandOverForm(Form):
    """Whose contacts go to whom; those who have left are offered first of all as givers."""

    leaving = forms.ModelChoiceField(label=_("From"), queryset=Officer.objects.none())
    to = forms.ModelChoiceField(label=_("To"), queryset=Officer.objects.none())

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = Officer.objects.filter(wecom_id__isnull=False).order_by("is_active", "name")
        if by.reach is not None:
            able = able.filter(department_id=by.department_id)
        for name, rows in (("leaving", able), ("to", able.filter(is_active=True))):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                field.queryset = rows


class QuotaForm(Form):
    quota = forms.ChoiceField(label=_("Quota in WeCom"), choices=Quota.choices)

"""What officers fill in at the door, and administrators about staff and keys."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line
from county.foundation.staff.models import Department, Officer, Post

LONGEST_CODE = 12


class SignInForm(Form):
    username = Line(label=_("Sign-in name"), max_length=40)
    password = forms.CharField(
        label=_("Password"), max_length=200, widget=forms.PasswordInput, strip=False
    )


class AppointForm(Form):
    username = Line(label=_("Sign-in name"), max_length=40)
    name = Line(label=_("Name"), max_length=40)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.order_by("name")
    )
    post = forms.ModelChoiceField(label=_("Post"), queryset=Post.objects.order_by("title"))
    areas = Line(
        label=_("Areas of work"),
        max_length=300,
        required=False,
        help_text=_("Codes of towns or grids, with spaces; empty: the department's areas."),
    )
    wecom_id = Line(
        label=_("Account in WeCom"),
        max_length=64,
        required=False,
        help_text=_(
            "The userid in WeCom's directory; empty: no sign-in and no word through WeCom."
        ),
    )
    password = forms.CharField(
        label=_("First password"), max_length=200, widget=forms.PasswordInput, strip=False
    )

    def clean_areas(self) -> list[str]:
        """The codes one by one; a code has up to twelve digits."""
        codes: list[str] = self.cleaned_data["areas"].split()
        if any(not code.isdigit() or len(code) > LONGEST_CODE for code in codes):
            raise forms.ValidationError(_("An area's code is made of digits, such as 330424001."))
        return codes

    def clean_wecom_id(self) -> str:
        """The account, if no other officer has it."""
        account: str = self.cleaned_data["wecom_id"]
        if account and Officer.objects.filter(wecom_id=account).exists():
            raise forms.ValidationError(_("This account in WeCom belongs to another officer."))
        return account

    def clean_username(self) -> str:
        """The name, if nobody has it."""
        name: str = self.cleaned_data["username"]
        if Officer.objects.filter(username=name).exists():
            raise forms.ValidationError(_("This sign-in name is taken."))
        return name


class KeyForm(Form):
    name = Line(label=_("Name"), max_length=60)
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.order_by("name")
    )
    permits = forms.MultipleChoiceField(label=_("Permits"), choices=[])
    days = forms.IntegerField(label=_("Good for, days"), min_value=1, max_value=730, initial=365)
    in_my_name = forms.BooleanField(label=_("Replies are sent in my name"), required=False)

    def __init__(self, *args: Any, by: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["permits"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(permit, permit) for permit in sorted(by.permits)]

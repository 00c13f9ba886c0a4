"""What officers fill in at the door."""

from django import forms
from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line


class SignInForm(Form):
    username = Line(label=_("Sign-in name"), max_length=40)
    password = forms.CharField(
        label=_("Password"), max_length=200, widget=forms.PasswordInput, strip=False
    )

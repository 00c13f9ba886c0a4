"""What the second person fills in."""

from django.utils.translation import gettext_lazy as _

from county.design.forms import Form, Line


class DecideForm(Form):
    note = Line(label=_("What you say to it"), max_length=200, required=False)

"""The base form, and fields that make text safe before it is kept."""

from __future__ import annotations

from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext as _

from county.kernel.errors import Incomplete
from county.kernel.text import clean

F = TypeVar("F", bound="Form")


class Form(forms.Form):
    """A form whose fields are a verb's arguments; templates lay it out with `ui.field`."""

    use_required_attribute = True
    needed: tuple[str, ...] = ()
    """Fields that may be empty while one still writes, and not in the end: not called optional."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(_without_nul(data), *args, **kwargs)

    def sentence(self) -> str:
        """The first thing that is wrong, in words; empty when nothing is."""
        for name, errors in self.errors.as_data().items():
            said, error = self.fields[name].label if name in self.fields else "", plain(errors[0])
            return _("%(field)s: %(error)s") % {"field": said, "error": error} if said else error
        return ""


PLAIN = {
    "required": gettext_noop("please fill it in."),
    "max_length": gettext_noop("%(limit_value)s characters at most."),
    "min_length": gettext_noop("at least %(limit_value)s characters."),
    "max_value": gettext_noop("%(limit_value)s at most."),
    "min_value": gettext_noop("at least %(limit_value)s."),
}
"""What is wrong most often, in fewer words than Django's, by the error's code."""


def plain(error: ValidationError) -> str:
    """What is wrong, in words for whoever filled it in."""
    if error.code in PLAIN:
        return gettext(PLAIN[error.code]) % (error.params or {})
    return str(error.messages[0])


def complete(form: F) -> F:
    """The form, if it is filled in sensibly; else Incomplete with the first thing that is wrong."""
    if not form.is_valid():
        raise Incomplete(form.sentence())
    return form


class Line(forms.CharField):
    """One line of text, without control characters."""

    def to_python(self, value: Any) -> str:
        text = super().to_python(_drop(value))
        return " ".join(clean(text or "", len(text or "") + 1).split("\n")).strip()


class Paragraph(forms.CharField):
    """Some lines of text, without control characters."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        text = super().to_python(_drop(value))
        return clean(text or "", len(text or "") + 1).strip()


class Day(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


LARGEST_UPLOAD = 20 * 1024 * 1024
"""Bytes of the largest file that is kept (a PDF); a larger one is refused unread."""


class Upload(forms.FileField):
    """A photo or document of a size that is kept."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The file; refused when too large."""
        file = super().clean(data, initial)
        if file and file.size > LARGEST_UPLOAD:
            raise forms.ValidationError(_("The file is too large: 20 MB at most."))
        return file


def _without_nul(data: Any) -> Any:
    """The filled-in values without NUL, which no database keeps and no person types."""
    if not isinstance(data, QueryDict):
        return data
    if not any("\x00" in value for _name, values in data.lists() for value in values):
        return data
    data = data.copy()
    for name, values in list(data.lists()):
        data.setlist(name, [_drop(value) for value in values])
    return data


def _drop(value: Any) -> Any:
    """Text without NUL, which Django would refuse with a sentence nobody understands."""
    return value.replace("\x00", "") if isinstance(value, str) else value

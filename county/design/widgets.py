"""Form widgets as HTML: the few that our forms are made of, without a template for every option."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import Jinja2
from django.http import HttpRequest
from markupsafe import Markup, escape

Widget = Mapping[str, Any]


class Drawn(Jinja2):
    """Draws inputs, selects and text areas by itself, the rest by Django's templates.

    A dialog that names every officer cost forty milliseconds in templates, one for each name.
    """

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> str:
        """The widget's HTML."""
        draw = DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return draw(context["widget"])


def attributes(widget: Widget) -> str:
    """The attributes of an element, each with a space before it."""
    return "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in widget["attrs"].items()
        if value is not False
    )


def element(widget: Widget) -> str:
    """An input of any type."""
    value = widget["value"]
    given = "" if value is None else f' value="{escape(str(value))}"'
    kind, name = escape(widget["type"]), escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{given}{attributes(widget)}>'


def area(widget: Widget) -> str:
    """A field of several lines."""
    name, text = escape(widget["name"]), escape(widget["value"] or "")
    return f'<textarea name="{name}"{attributes(widget)}>\n{text}</textarea>'


def options(widget: Widget) -> str:
    """A list to choose from, in its groups if it has any."""
    drawn = []
    for group, choices, _number in widget["optgroups"]:
        inner = "".join(_option(choice) for choice in choices)
        drawn.append(f'<optgroup label="{escape(group)}">{inner}</optgroup>' if group else inner)
    name = escape(widget["name"])
    return f'<select name="{name}"{attributes(widget)}>{"".join(drawn)}</select>'


def _option(choice: Widget) -> Markup:
    return Markup(f'<option value="{escape(str(choice["value"]))}"{attributes(choice)}>') + (  # noqa: S704
        Markup("{}</option>").format(choice["label"])
    )


INPUTS = (
    "text", "number", "email", "url", "password", "hidden", "date", "datetime", "time", "input",
    "file", "checkbox", "color", "search", "tel",
)  # fmt: skip
DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"django/forms/widgets/{name}.html": element for name in INPUTS},
    "django/forms/widgets/textarea.html": area,
    "django/forms/widgets/select.html": options,
}

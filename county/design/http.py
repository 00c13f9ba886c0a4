"""Show a page, or one of its named parts, as the asking page wants it; refusals in words."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    JsonResponse,
)
from django.middleware.csrf import get_token
from django.template import engines
from django.utils.encoding import iri_to_uri
from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from jinja2 import Environment
from jinja2_fragments import render_block
from markupsafe import Markup

from county.design import panels


def _environment() -> Environment:
    environment: Environment = engines["jinja2"].env  # type: ignore[attr-defined]
    return environment


def _basics(request: HttpRequest) -> dict[str, Any]:
    """What every template knows: the request, its officer and what the officer may do."""
    visitor = getattr(request, "user", None)
    officer = visitor if visitor is not None and visitor.is_authenticated else None
    has = officer.has if officer is not None else (lambda permit: False)
    token = SimpleLazyObject(lambda: get_token(request))
    return {
        "request": request,
        "csrf_token": token,
        "csrf_input": SimpleLazyObject(
            lambda: format_html(
                '<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token
            )
        ),
        "officer": officer,
        "has": has,
        "demo": settings.SIWEI_DEMO,
        "path": request.path,
    }


def _frame(request: HttpRequest) -> dict[str, Any]:
    """What every whole page knows besides: the menu and the frame's figures."""
    context = _basics(request)
    context["here"] = panels.entry_of(request.path)
    officer = context["officer"]
    context["menu"] = _menu(get_language(), officer.permits) if officer else []
    if officer:
        for fill in panels.FRAMES:
            context.update(fill(request))
    return context


@lru_cache(maxsize=256)
def _menu(language: str | None, permits: frozenset[str]) -> list[tuple[str, list[panels.Entry]]]:
    """The menu of a post, its words found once for each language."""
    return list(panels.menu_for(permits.__contains__))


def address_of(request: HttpRequest) -> str:
    """Where the request came from, for the record of a look or the limit of a sender."""
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def wants_part(request: HttpRequest) -> bool:
    """Whether the asking page will put the answer into itself."""
    return "HX-Request" in request.headers


def show(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any],
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The whole page; or its named part alone, for a page that asked for a part."""
    if part and wants_part(request):
        return fragment(request, template, context, part=part, status=status)
    whole = {**_frame(request), **context}
    whole["below"] = _below(request, whole)
    return HttpResponse(_environment().get_template(template).render(whole), status=status)


def _below(request: HttpRequest, context: Mapping[str, Any]) -> list[Markup]:
    """What is lent to every record's page: one that names its `record`, as the log does."""
    subject = context.get("record")
    lent = panels.panels_for("record", context["has"]) if subject and context["officer"] else []
    return [html(request, each.template, each.fill(request, subject)) for each in lent]


def fragment(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, part: str, status: int = 200
) -> HttpResponse:
    """One named part of a page, whoever asks."""
    text = render_block(_environment(), template, part, {**_basics(request), **context})
    return HttpResponse(text, status=status)


def html(request: HttpRequest, template: str, context: Mapping[str, Any]) -> Markup:
    """A template as text, to be put into another page; without the frame's figures."""
    return Markup(  # noqa: S704 - what a template rendered is escaped already
        _environment().get_template(template).render({**_basics(request), **context})
    )


def fields(form: Any) -> Markup:
    """A form's fields as `ui.fields` lays them out, for what is laid out once and kept."""
    components: Any = _environment().globals["ui"]
    return Markup(components.fields(form))  # noqa: S704 - as above


def go(request: HttpRequest, address: str) -> HttpResponseBase:
    """Send the browser on; a page that asked for a part goes as a whole."""
    if wants_part(request):
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = iri_to_uri(address)
        return response
    return HttpResponseRedirect(address)


def back_to(request: HttpRequest, otherwise: str) -> str:
    """The page that the posted form was on, if it says so and the page is one of ours."""
    wanted = request.POST.get("back", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, None) else otherwise


def framed_by(response: HttpResponseBase, origin: str) -> HttpResponseBase:
    """Let the pages of this origin show the answer inside themselves; nothing for an empty one."""
    if origin:
        response.framed_by = origin  # type: ignore[attr-defined]
    return response


def refusal(request: HttpRequest, error: Any) -> HttpResponseBase:
    """A refusal as a page, or as a short word for a page that asked for a part."""
    sentence = str(error)
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"detail": sentence}, status=error.status)
    if wants_part(request):
        return HttpResponse(
            format_html('<div class="refused" role="alert">{}</div>', sentence), status=error.status
        )
    return show(request, "design/refusal.html", {"sentence": sentence}, status=error.status)


def wants_plain(request: HttpRequest) -> bool:
    """Whether the asking side reads a short word, not a page."""
    return wants_part(request) or "application/json" in request.headers.get("Accept", "")


def plain(request: HttpRequest, sentence: str, *, status: int) -> HttpResponse:
    """A sentence on a page that needs neither visitor nor database."""
    template = _environment().get_template("design/plain.html")
    text = template.render({"request": request, "sentence": sentence})
    return HttpResponse(text, status=status)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """There is no such page, or it is not for this person."""
    return show(request, "design/not_found.html", {}, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Something broke: say so without asking the database for anything."""
    text = _environment().get_template("design/broken.html").render({"request": request})
    return HttpResponse(text, status=500)

"""What the desk lends to shared pages: its lines in the menu."""

from __future__ import annotations

import re
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from markupsafe import Markup, escape

from county.design.jinja import word
from county.design.panels import menu, panel
from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions import matters as acts
from county.dimensions.helpdesk.actions import reporting
from county.dimensions.helpdesk.queries import openly
from county.dimensions.helpdesk.queries.matters import matters_for, numbers_of, of_conversation
from county.foundation.audit.naming import names
from county.foundation.notices.buttons import button
from county.foundation.outside.queries import mapped_to
from county.foundation.outside.registry import Asked, Report, Service, Shown, guards, serves
from county.foundation.staff.models import Key, Officer
from county.foundation.staff.policy import Holder
from county.kernel.errors import Refused
from county.records.conversations.reach import reaches
from county.records.residents.naming import keys_of

menu(
    "",
    _("Conversations"),
    "/helpdesk/",
    icon="message-circle",
    permit=Permit.READ,
    order=10,
    covers=("/helpdesk/queues/", "/helpdesk/matters/0", "/helpdesk/search/"),
)
menu("", _("Matters"), "/helpdesk/matters/", icon="clipboard-check", permit=Permit.READ, order=20)
DIGITAL = _("Digital policing")
menu(
    DIGITAL, _("Answer library"), "/helpdesk/answers/", icon="book-2", permit=Permit.READ, order=60
)
menu(
    DIGITAL, _("Beside the chat"), "/helpdesk/sidebar/", icon="users", permit=Permit.READ, order=61
)
menu(DIGITAL, _("Duty roster"), "/helpdesk/duty/", icon="calendar", permit=Permit.DUTY, order=62)
LEADS = _("Secrecy of leads")
menu(
    LEADS, _("Consent of two"), "/helpdesk/leads/consents/", icon="users", permit=Permit.LEADS,
    order=63,
)  # fmt: skip
menu(
    LEADS, _("To consent to"), "/helpdesk/leads/consents/to-answer/", icon="clipboard-check",
    permit=Permit.CONSENT, order=64,
)  # fmt: skip
menu(
    LEADS, _("Key of leads"), "/helpdesk/leads/key/", icon="lock", permit=Permit.LEAD_KEYS,
    order=65,
)  # fmt: skip
menu(
    LEADS, _("The county's key"), "/helpdesk/leads/county-key/", icon="lock",
    permit=Permit.COUNTY_KEY, order=66,
)  # fmt: skip
menu(
    _("Analysis"),
    _("Desk figures"),
    "/helpdesk/figures/",
    icon="chart-bar",
    permit=Permit.FIGURES,
    order=80,
)


@panel("resident", "helpdesk/of_resident.html", permit=Permit.READ, order=10)
def matters_of_resident(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """The resident's matters, as far as this officer may see them."""
    own = matters_for(request.user).filter(resident_id=resident_id)  # type: ignore[arg-type]
    return {"matters": list(own.order_by("-opened_at")[:30])}


@panel("conversation", "outside/mapped.html", permit=Permit.READ, order=30)
def in_other_systems(request: HttpRequest, conversation_id: Any) -> dict[str, Any]:
    """Under which numbers other systems know the matters of this conversation."""
    subjects = [one.subject for one in of_conversation(conversation_id)]
    return {"mapped": mapped_to(subjects)}


class PublicDesk:
    """The desk's public services, as Open311 reaches them."""

    def services(self) -> list[Service]:
        """The public services."""
        return openly.public_services()

    def report(self, report: Report, by: Key) -> str:
        """Open a matter; its number."""
        reported = reporting.Reported(
            service=report.service, text=report.description, latitude=report.latitude,
            longitude=report.longitude, address=report.address, answers=report.answers,
        )  # fmt: skip
        return reporting.report(reported, by=by).number

    def requests(self, asked: Asked) -> tuple[list[Shown], int]:
        """What everybody may see."""
        return openly.public_requests(asked)


serves(PublicDesk())
guards("matter_id")(openly.may_hear)


@reaches
def conversations_of_matters(holder: Holder) -> QuerySet[Any]:
    """The conversations of the matters the holder may see."""
    matters = matters_for(holder).exclude(conversation=None)
    return matters.order_by().values("conversation_id")


@names("matter")
def matters(keys: list[str]) -> dict[str, str]:
    """Matters by their numbers."""
    rows = numbers_of(keys_of(keys))
    return {str(key): number for key, number in rows}


@button(Permit.TAKE, _("Take it"))
def take_from_the_card(officer: Officer, subject: str) -> str:
    """Take the matter straight from the card in WeCom."""
    matter = matters_for(officer).filter(pk__in=keys_of([subject.partition(":")[2]])).first()
    if matter is None:
        raise Refused(gettext("You can no longer see this matter."))
    return gettext("Taken: %s") % acts.take(matter, by=officer).number


MARKS = [
    gettext_noop("[picture]"),
    gettext_noop("[location]"),
    gettext_noop("[link]"),
    gettext_noop("[voice]"),
    gettext_noop("[video]"),
    gettext_noop("[file]"),
    gettext_noop("[sealed]"),
    gettext_noop("[taken back]"),
    gettext_noop("[blank]"),
]


@word
def marked(text: str, words: str) -> Markup:
    """The text with the sought words marked."""
    at = text.lower().find(words.lower()) if words else -1
    if at < 0:
        return escape(text)
    end = at + len(words)
    return Markup("{}<mark>{}</mark>{}").format(text[:at], text[at:end], text[end:])


@word
def linked(text: str) -> Markup:
    """The text with this installation's own addresses as links; nobody else's become links."""
    address = rf"({re.escape(settings.SIWEI_ADDRESS)}/[\w/.-]*)"
    parts = re.split(address, text) if settings.SIWEI_ADDRESS else [text]
    link = Markup('<a href="{0}">{0}</a>').format
    return Markup().join(link(part) if n % 2 else escape(part) for n, part in enumerate(parts))


@word
def preview(text: str) -> str:
    """The last words of a matter, with its marks for pictures and the like in words."""
    for mark in MARKS:
        if text.startswith(mark):
            return f"{gettext(mark)}{text.removeprefix(mark)}"
    return text

"""Notices as WeCom's cards: what they show, and which buttons they carry."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from county.foundation.notices.buttons import BUTTONS
from county.foundation.notices.models import Notice
from county.kernel.saying import said
from county.kernel.text import shorten

TITLE, LABEL = 26, 10
"""Characters that a card shows of its title, and of a button; more is cut on the phone."""


def task_of(notice: Notice) -> str:
    """The card's name in WeCom: letters, digits, - and _, once for each application."""
    return f"notice-{notice.pk}"


def notice_of(task: str) -> int | None:
    """The notice that a card's name stands for; None for another's card."""
    head, _dash, number = task.partition("-")
    return int(number) if head == "notice" and number.isdecimal() and len(number) < 16 else None


def card_of(notice: Notice) -> dict[str, Any]:
    """A notice as a template card (document 90236), in Chinese: it lies on a phone, not on a page.

    It names no resident, as no notice does; whoever opens it signs in first.
    """
    with override(settings.LANGUAGE_CODE):
        title = said(notice.title)
        card: dict[str, Any] = {
            "card_type": "text_notice",
            "source": {"desc": _("Siwei"), "desc_color": 2 if notice.loud else 0},
            "main_title": {"title": shorten(title, TITLE)},
            "card_action": {"type": 1, "url": address_of(notice)},
        }
        if len(title) > TITLE:
            card["main_title"]["desc"] = shorten(title, 120)
        behalf = _("for %(who)s") % {"who": notice.behalf} if notice.behalf else ""
        if notice.text or behalf:
            card["sub_title_text"] = shorten(f"{behalf} {notice.text}", 112)
        if known := [key for key in notice.buttons if key in BUTTONS]:
            card |= {
                "card_type": "button_interaction",
                "task_id": task_of(notice),
                "button_list": [
                    {"text": str(BUTTONS[key].label)[:LABEL], "style": 1, "key": key}
                    for key in known
                ],
            }
        return card


def address_of(notice: Notice) -> str:
    """Where the notice leads, as phones reach it."""
    return f"{settings.SIWEI_ADDRESS}{notice.url}"

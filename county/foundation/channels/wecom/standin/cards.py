"""What a card must look like (wecom.md §7, template_card)."""

from __future__ import annotations

import re

from county.foundation.channels.wecom.standin.wire import (
    Item,
    Refusal,
    list_of,
    object_of,
    text_of,
)
from county.foundation.channels.wecom.standin.world import World

INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")
KINDS = ("text_notice", "news_notice", *INTERACTIVE)
MOST = {"horizontal_content_list": 6, "jump_list": 3, "vertical_content_list": 4}
LONGEST_KEY = 1024


def check(world: World, card: Item, shown: Item | None = None) -> None:
    """Refusal for what the document forbids; a card that changes another keeps its task."""
    kind = text_of(card, "card_type")
    if kind not in KINDS:
        raise Refusal(40058, "invalid param 'card_type'")
    for name, most in MOST.items():
        if len(list_of(card, name, dict)) > most:
            raise Refusal(40058, f"{name} exceed max length {most}. invalid Request Parameter")
    if "action_menu" in card:
        menu = object_of(card, "action_menu")
        if not 1 <= len(list_of(menu, "action_list", dict)) <= 3:
            raise Refusal(40058, "invalid param 'action_menu'")
    if kind in INTERACTIVE or "action_menu" in card:
        _check_task(world, card, shown)
    {"text_notice": _notice, "news_notice": _news, "button_interaction": _buttons,
     "vote_interaction": _vote, "multiple_interaction": _choices}[kind](card)  # fmt: skip


def _check_task(world: World, card: Item, shown: Item | None) -> None:
    task = text_of(card, "task_id", most=128)
    if not re.fullmatch(r"[0-9A-Za-z_@-]+", task):
        raise Refusal(40058, "invalid param 'task_id'")
    for one in world.posts:
        if one is not shown and one.get("template_card", {}).get("task_id") == task:
            raise Refusal(42014, "task_id is taken")


def _title(card: Item) -> str:
    title = card.get("main_title")
    return text_of(title, "title", needed=False) if isinstance(title, dict) else ""


def _notice(card: Item) -> None:
    if not _title(card) and not card.get("sub_title_text"):
        raise Refusal(40058, "main_title.title and sub_title_text are both empty")
    _check_action(object_of(card, "card_action"))


def _news(card: Item) -> None:
    if not _title(card):
        raise Refusal(40058, "invalid param 'main_title'")
    if "card_image" not in card and "image_text_area" not in card:
        raise Refusal(40058, "card_image and image_text_area are both empty")
    _check_action(object_of(card, "card_action"))


def _check_action(action: Item) -> None:
    if action.get("type") not in (1, 2):
        raise Refusal(40058, "invalid param 'card_action'")
    text_of(action, "url" if action["type"] == 1 else "appid")


def _buttons(card: Item) -> None:
    if not _title(card):
        raise Refusal(40058, "invalid param 'main_title'")
    buttons: list[Item] = list_of(card, "button_list", dict)
    if not 1 <= len(buttons) <= 6:
        raise Refusal(40058, "invalid param 'button_list'")
    for button in buttons:
        text_of(button, "text")
        text_of(button, "url" if button.get("type") == 1 else "key", most=LONGEST_KEY)
    if "button_selection" in card:
        _check_options(object_of(card, "button_selection"), 10)


def _vote(card: Item) -> None:
    _check_options(object_of(card, "checkbox"), 20)
    _check_submit(card)


def _choices(card: Item) -> None:
    lists: list[Item] = list_of(card, "select_list", dict)
    if not 1 <= len(lists) <= 3:
        raise Refusal(40058, "invalid param 'select_list'")
    for one in lists:
        _check_options(one, 10)
    _check_submit(card)


def _check_options(question: Item, most: int) -> None:
    text_of(question, "question_key", most=LONGEST_KEY)
    options: list[Item] = list_of(question, "option_list", dict)
    if not 1 <= len(options) <= most:
        raise Refusal(40058, "invalid param 'option_list'")
    for option in options:
        text_of(option, "id", most=128)
        text_of(option, "text")


def _check_submit(card: Item) -> None:
    button = object_of(card, "submit_button")
    text_of(button, "text")
    text_of(button, "key", most=LONGEST_KEY)

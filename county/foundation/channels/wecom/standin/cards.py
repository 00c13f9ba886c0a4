"""What a card must look like (wecom.md §7, template_card)."""

from __future__ import annotations

import re
from typing import Any

from county.foundation.channels.wecom.standin import setting
from county.foundation.channels.wecom.standin.wire import (
    Item,
    Refusal,
    list_of,
    object_of,
    text_of,
)
from county.foundation.channels.wecom.standin.world import HOUR, World

INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")
KINDS = ("text_notice", "news_notice", *INTERACTIVE)
MOST = {
    "horizontal_content_list": (6, 42035), "jump_list": (3, 42042),
    "vertical_content_list": (4, 42036),
}  # fmt: skip
"""The most entries of a list, and the code for more."""
LONGEST_KEY, LASTS = 1024, 72 * HOUR


def check(world: World, card: Item, shown: Item | None = None) -> None:
    """Refusal for what the document forbids; a card that changes another keeps its task."""
    kind = text_of(card, "card_type")
    if kind not in KINDS:
        raise Refusal(42031, "invalid card_type")
    for name, (most, code) in MOST.items():
        if len(list_of(card, name, dict)) > most:
            raise Refusal(code, f"{name} exceed max length {most}")
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
    _check_action(card)


def _news(card: Item) -> None:
    if not _title(card):
        raise Refusal(40058, "invalid param 'main_title'")
    if "card_image" not in card and "image_text_area" not in card:
        raise Refusal(40058, "card_image and image_text_area are both empty")
    _check_action(card)


def _check_action(card: Item) -> None:
    action = card.get("card_action")
    if not isinstance(action, dict) or action.get("type") not in (1, 2):
        raise Refusal(42045, "invalid card_action")
    _word(action, *(("url", 42028) if action["type"] == 1 else ("appid", 42030)), most=2048)


def _buttons(card: Item) -> None:
    if not _title(card):
        raise Refusal(40058, "invalid param 'main_title'")
    buttons: list[Item] = list_of(card, "button_list", dict)
    if not 1 <= len(buttons) <= 6:
        raise Refusal(40058, "invalid param 'button_list'")
    for button in buttons:
        _word(button, "text", 42038)
        _word(button, *(("url", 42028) if button.get("type") == 1 else ("key", 42039)))
    if "button_selection" in card:
        _check_options(object_of(card, "button_selection"), 10)


def _vote(card: Item) -> None:
    _check_options(object_of(card, "checkbox"), 20)
    _check_submit(card)


def _choices(card: Item) -> None:
    lists: list[Item] = list_of(card, "select_list", dict)
    if not 1 <= len(lists) <= 3:
        raise Refusal(42047, "invalid select_list")
    for one in lists:
        _check_options(one, 10)
    _check_submit(card)


def _check_options(question: Item, most: int) -> None:
    _word(question, "question_key", 42043)
    options: list[Item] = list_of(question, "option_list", dict)
    if not 1 <= len(options) <= most:
        raise Refusal(42037, "invalid option_list")
    for option in options:
        _word(option, "id", 42040, most=128)
        _word(option, "text", 42041)


def _check_submit(card: Item) -> None:
    button = object_of(card, "submit_button")
    _word(button, "text", 42049)
    _word(button, "key", 42046)


def _word(part: Item, name: str, code: int, most: int = LONGEST_KEY) -> None:
    """A string that must be there, of so many bytes; Refusal with the code (W)."""
    value = part.get(name)
    if not isinstance(value, str) or not value or len(value.encode(errors="replace")) > most:
        raise Refusal(code, f"Template_Card: invalid {name}")


def press(world: World, message: Item, officer: str, key: str, chosen: dict[str, list[str]]) -> str:
    """Push that an officer pressed a button of the card, or of its menu; the event's code (§7)."""
    card = message.get("shown", {}).get(officer, {}).get("template_card")
    card = card or message["template_card"]
    menu = [one.get("key") for one in card.get("action_menu", {}).get("action_list", ())]
    buttons = [one.get("key") for one in card.get("button_list", ())]
    buttons.append(card.get("submit_button", {}).get("key"))
    if key not in menu and key not in buttons:
        raise KeyError(key)
    in_menu = key in menu and key not in buttons
    code = world.id("RC", 64)
    message.setdefault("press_codes", {})[code] = world.now() + LASTS
    message["pressed"][officer] = {"key": key, "chosen": chosen, "at": world.second()}
    picked: list[tuple[str, Any]] = [
        ("SelectedItem", [
            ("QuestionKey", question), ("OptionIds", [("OptionId", one) for one in options]),
        ])
        for question, options in chosen.items()
    ]  # fmt: skip
    world.emit(
        ("FromUserName", officer), ("CreateTime", world.second()), ("MsgType", "event"),
        ("Event", "template_card_menu_event" if in_menu else "template_card_event"),
        ("EventKey", key), ("TaskId", card.get("task_id", "")), ("CardType", card["card_type"]),
        ("ResponseCode", code), ("AgentID", setting.AGENT),
        *([("SelectedItems", picked)] if picked else []),
    )  # fmt: skip
    return code

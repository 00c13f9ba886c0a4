"""An icon that is drawn is in ui/icons.txt."""

import re
from pathlib import Path

from tests.structure.sources import text, written_by_hand

DRAWN = re.compile(r"""\bicon(?:\(|=)\s*["'](?P<name>[a-z0-9-]+)["']""")
BUILT = re.compile(r"""\bbuilt\(\s*["'](?P<name>[\w.-]+)["']""")


ICONS = text(Path("ui/icons.txt")).split()


def said(pattern: re.Pattern[str]) -> set[str]:
    speaks = [file for file in written_by_hand(".py", ".html", ".js") if "tests" not in file.parts]
    return {match["name"] for file in speaks for match in pattern.finditer(text(file))}


def test_every_icon_that_is_drawn_is_in_the_sprite():
    assert said(DRAWN) - set(ICONS) == set()


def test_the_list_of_icons_is_in_order():
    assert sorted(set(ICONS)) == ICONS


def test_every_built_file_that_is_named_has_a_source():
    made = {file.name for file in written_by_hand(".js", ".css", ".svg") if file.parts[0] == "ui"}
    assert said(BUILT) - made - {"icons.svg"} == set()

"""Names of apps in a text: those every fraud desk knows, and those a text says to install."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

APPS = Path(__file__).parent / "patterns" / "apps.toml"
_QUOTED = re.compile(
    r"(?:[“\"「『《【<])([^“”\"「」『』《》【】<>\n]{2,16})(?:[”\"」』》】>])"
    r" ?(?:这个|的)?(?:app|软件|小程序|平台)",
    re.IGNORECASE,
)
_INSTALLED = re.compile(
    r"(?:下载|安装|装上|装个|装一个|注册|登录|打开)"
    r"(?:一下|一个|个|了|好|叫|叫做|名叫|这个|那个)*[ :：]{0,2}"
    r"[“\"「『《【<]?([A-Za-z0-9\u4e00-\u9fff]{2,12}?)[”\"」』》】>]? ?(?:app|软件)(?![A-Za-z])",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:app|软件)(?:叫做|名叫|叫|是|名字是|名称)[ :：]{0,2}"
    r"[“\"「『《【<]([^“”\"「」『』《》【】<>\n]{2,16})",
    re.IGNORECASE,
)


@cache
def _known() -> tuple[re.Pattern[str], dict[str, str], frozenset[str], re.Pattern[str]]:
    """How known apps are written, what each is called, and words that are no name of one."""
    raw = tomllib.loads(APPS.read_text(encoding="utf-8"))
    names = {form.lower(): row["name"] for row in raw["app"] for form in row["written"]}
    forms = sorted(names, key=len, reverse=True)
    latin = [rf"(?<![A-Za-z]){re.escape(one)}(?![A-Za-z])" for one in forms if one.isascii()]
    other = [re.escape(one) for one in forms if not one.isascii()]
    return (
        re.compile("|".join(latin + other), re.IGNORECASE),
        names,
        frozenset(raw["no_names"]),
        re.compile("|".join(raw["no_words"])),
    )


def app_names(text: str) -> Iterator[tuple[str, int, int]]:
    """Each app that is named, and where: (name, start, end)."""
    pattern, names, no_names, no_words = _known()
    for match in pattern.finditer(text):
        yield names[match.group().lower()], *match.span()
    for named in (_QUOTED, _INSTALLED, _CALLED):
        for match in named.finditer(text):
            name = match.group(1).strip()
            named_so = name and name.lower() not in no_names and not no_words.search(name)
            if named_so and not pattern.fullmatch(name):
                yield name, *match.span(1)

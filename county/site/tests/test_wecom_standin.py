"""The stand-in's enterprise is the demonstration's, and its page travels with the program."""

import tomllib

from django.conf import settings

from county.demo.cast import roles
from county.foundation.channels.wecom.standin.setting import OFFICERS


def test_the_members_of_the_enterprise_are_the_cast():
    assert {role.username: role.name for role in roles()} == OFFICERS


def test_the_page_is_packed_with_the_program():
    project = tomllib.loads((settings.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert "**/pages/*" in project["tool"]["setuptools"]["package-data"]["county"]

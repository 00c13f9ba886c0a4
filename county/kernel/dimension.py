"""What makes a folder under `county.dimensions` a dimension of county governance."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from django.apps import AppConfig, apps

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Dimension(AppConfig):
    """A field of governance. Its folder is complete; nothing else names its parts."""

    title: StrOrPromise


def county_apps() -> Iterator[AppConfig]:
    """Every app of the county, dimension or not, in the order of the settings."""
    for config in apps.get_app_configs():
        if config.name.startswith("county."):
            yield config


def parts(module: str, attribute: str, *, besides: str = "") -> Iterator[tuple[AppConfig, Any]]:
    """Every county app's `module.attribute`, for those that have that module.

    `besides` is the label of the app that asks, where it has a module of that name itself.
    """
    for config in county_apps():
        if config.label != besides and find_spec(f"{config.name}.{module}"):
            yield config, getattr(import_module(f"{config.name}.{module}"), attribute)


def load(*modules: str) -> None:
    """Import these modules of every county app that has them, so that they register themselves."""
    for config in county_apps():
        for module in modules:
            if find_spec(f"{config.name}.{module}"):
                import_module(f"{config.name}.{module}")

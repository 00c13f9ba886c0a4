"""What the county at a glance opens; each figure asks for its own permit besides."""

from enum import StrEnum


class Permit(StrEnum):
    READ = "dashboard.read"
    WALL = "dashboard.wall"
    NOTE = "dashboard.note"

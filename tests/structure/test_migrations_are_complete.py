"""The tables are what the models say."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState


def test_migrations_are_complete():
    written = MigrationLoader(None).project_state()
    changes = MigrationAutodetector(written, ProjectState.from_apps(apps)).changes(graph=None)
    assert {
        label: [operation.describe() for migration in found for operation in migration.operations]
        for label, found in changes.items()
    } == {}

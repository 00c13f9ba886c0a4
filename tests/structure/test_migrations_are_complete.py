"""The tables are what the models say."""

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import override


def test_migrations_are_complete():
    with override(None):  # as makemigrations does: words are not tables
        loader = MigrationLoader(None)
        detector = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps))
        changes = detector.changes(graph=loader.graph)
    assert {
        label: [operation.describe() for migration in found for operation in migration.operations]
        for label, found in changes.items()
    } == {}

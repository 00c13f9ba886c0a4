"""What the runtime role may do: rows, never tables."""

from __future__ import annotations

from typing import Any

from county.foundation.database.embedded import OWNER, RUNTIME

GRANT = f"""
GRANT USAGE ON SCHEMA public TO {RUNTIME};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {RUNTIME};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {RUNTIME};
"""


def grant(connection: Any, *, append_only: list[str], hidden: list[str] | None = None) -> None:
    """Give the runtime role its rows; take change and removal back where a log is kept.

    `append_only` names tables whose rows are written once and never changed or removed; `hidden`
    those that the program may not even read.
    """
    with connection.cursor() as cursor:
        cursor.execute(GRANT)
        for table in append_only:
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {RUNTIME}')
        for table in hidden or []:
            cursor.execute(f'REVOKE ALL ON "{table}" FROM {RUNTIME}')
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {RUNTIME}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {RUNTIME}")


__all__ = ["OWNER", "RUNTIME", "grant"]

"""What the runtime role may do: rows, never tables."""

from __future__ import annotations

from typing import Any

from county.foundation.database.embedded import OWNER, RUNTIME, TIPS

GRANT = f"""
GRANT USAGE ON SCHEMA public TO {RUNTIME};
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {RUNTIME};
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {RUNTIME};
"""


def grant(connection: Any, *, append_only: list[str]) -> None:
    """Give the runtime role its rows; take change and removal back where a log is kept.

    `append_only` names tables whose rows are written once and never changed or removed.
    """
    with connection.cursor() as cursor:
        cursor.execute(GRANT)
        for table in append_only:
            cursor.execute(f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM {RUNTIME}')
        cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {RUNTIME}")
        cursor.execute(f"REVOKE CREATE ON SCHEMA public FROM PUBLIC, {RUNTIME}")


def grant_tips(connection: Any, rights: dict[str, str]) -> None:
    """Give the role of the anonymous address these rights and no others, where there is one.

    `rights` names for each table what may be done with it, as SQL says it: SELECT (a, b), INSERT.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [TIPS])
        if cursor.fetchone() is None:
            return
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {TIPS}")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {TIPS}")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {TIPS}")
        for table, right in rights.items():
            cursor.execute(f'GRANT {right} ON "{table}" TO {TIPS}')


__all__ = ["OWNER", "RUNTIME", "TIPS", "grant", "grant_tips"]

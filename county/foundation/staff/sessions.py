"""Sessions and officers remembered for a second, so that a busy desk does not ask twice."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseSession

from county.foundation.staff.models import Officer

MEMORY = 1.0
"""Seconds: within this time a closed session or a dismissed officer is noticed everywhere."""
_sessions: dict[str, tuple[float, dict[str, Any]]] = {}
_officers: dict[str, tuple[float, Officer | None]] = {}


class SessionStore(DatabaseSession):
    """The database's sessions, believed for one second after they were read."""

    def load(self) -> dict[str, Any]:
        key, now = self.session_key or "", time.monotonic()
        if not key.isalnum():  # no key of ours: nothing the database could be asked for
            self._session_key = None
            return {}
        at, data = _sessions.get(key, (-MEMORY, {}))
        if now - at < MEMORY:
            return dict(data)
        data = super().load()
        if len(_sessions) > 5000:
            _sessions.clear()
        if self.session_key:
            _sessions[self.session_key] = (now, dict(data))
        return data

    def save(self, must_create: bool = False) -> None:  # noqa: FBT001, FBT002
        _sessions.pop(self.session_key or "", None)
        super().save(must_create=must_create)

    def delete(self, session_key: str | None = None) -> None:
        _sessions.pop(session_key or self.session_key or "", None)
        super().delete(session_key)

    @classmethod
    def get_model_class(cls) -> Any:
        return DatabaseSession.get_model_class()


class OfficerBackend:
    """Finds the officer of a session, with post and department, in one query a second."""

    def authenticate(self, request: Any, **credentials: Any) -> None:
        """Signing in is a verb of its own; this backend only remembers."""

    def get_user(self, user_id: Any) -> Officer | None:
        """The officer in service with this number."""
        now = time.monotonic()
        at, officer = _officers.get(str(user_id), (-MEMORY, None))
        if now - at >= MEMORY:
            officer = (
                Officer.objects.filter(pk=user_id, is_active=True)
                .select_related("post", "department")
                .first()
            )
            if len(_officers) > 5000:
                _officers.clear()
            _officers[str(user_id)] = (now, officer)
        return officer


def forget() -> None:
    """Forget what is remembered: for tests, whose database starts anew."""
    _sessions.clear()
    _officers.clear()

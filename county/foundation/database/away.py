"""How a database that is away, restarting or overloaded shows itself."""

from __future__ import annotations

import psycopg
from django.db.utils import InterfaceError, OperationalError

AWAY = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)

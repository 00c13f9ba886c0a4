"""A connection that the pool can look at without asking the server."""

from __future__ import annotations

import select
from typing import Any

import psycopg


class Watched(psycopg.Connection[Any]):
    """The pool asks each connection for a sign of life, an empty query, before lending it.

    A server that has gone leaves the socket readable, so looking at the socket says the same and
    saves a round trip in every request.
    """

    def execute(self, query: Any, params: Any = None, **more: Any) -> psycopg.Cursor[Any]:
        """Run a query; an empty one only looks whether the server is still there."""
        if query == "" and params is None:
            self._look()
            return self.cursor()
        return super().execute(query, params, **more)

    def _look(self) -> None:
        """Raise OperationalError if the server has closed the connection."""
        if select.select([self.pgconn.socket], [], [], 0)[0]:
            self.pgconn.consume_input()
        if self.pgconn.status != psycopg.pq.ConnStatus.OK:
            raise psycopg.OperationalError("The server has closed the connection.")

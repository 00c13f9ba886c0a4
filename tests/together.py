"""Works that begin at the same moment, each in a thread with a connection of its own."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from django.utils.translation import get_language, override


@pytest.fixture
def all_at_once() -> Callable[..., list[Any]]:
    """Run these in threads that start together; what each came back with or raised."""

    def run_all(*works: Callable[[], Any]) -> list[Any]:
        gate, language = Barrier(len(works)), get_language()
        ends: dict[int, Any] = {}

        def run(number: int, work: Callable[[], Any]) -> None:
            gate.wait()
            try:
                with override(language):
                    ends[number] = work()
            except Exception as error:
                ends[number] = error
            finally:
                connection.close()

        threads = [Thread(target=run, args=one) for one in enumerate(works)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return [ends[number] for number in range(len(works))]

    return run_all

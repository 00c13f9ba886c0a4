"""The bridge from the one port to the pages: what goes in comes out, whole or in pieces."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from county.site.bridge import PIECE, SMALL, Bridge, environ_of


class Answer(list):
    """What a page answers; `streaming` as Django says it."""

    streaming = False
    closed = False

    def close(self):
        self.closed = True


def scope(**more):
    return {
        "type": "http", "method": "POST", "path": "/居民/", "query_string": b"q=1",
        "http_version": "1.1", "headers": [], "server": ("127.0.0.1", 80), "client": None, **more,
    }  # fmt: skip


def alone(work):
    """Run this in a thread of its own: a browser test may keep a loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, work).result()


def crossed(pages, *bodies, **more):
    """The messages that one request brings back."""
    sent = []
    pieces = [
        {"type": "http.request", "body": body, "more_body": n + 1 < len(bodies)}
        for n, body in enumerate(bodies)
    ] + [{"type": "http.disconnect"}]

    async def receive():
        return pieces.pop(0)

    async def send(message):
        sent.append(message)

    alone(Bridge(pages, threads=1)(scope(**more), receive, send))
    return sent


def sized(length):
    return [(b"content-length", str(length).encode())]


def test_a_whole_answer_crosses_once_and_is_closed():
    answer = Answer([b"a", b"b"])

    def pages(environ, start):
        start("201 Created", [("X-Number", "7")])
        return answer

    head, body = crossed(pages)
    assert (head["status"], head["headers"]) == (201, [(b"x-number", b"7")])
    assert body == {"type": "http.response.body", "body": b"ab"}
    assert answer.closed


def test_a_stream_crosses_in_pieces_worth_the_crossing():
    answer = Answer([b"x" * (PIECE // 2)] * 3)
    answer.streaming = True

    def pages(environ, start):
        start("200 OK", [])
        return answer

    _head, first, last = crossed(pages)
    assert (len(first["body"]), first["more_body"]) == (PIECE, True)
    assert (len(last["body"]), last.get("more_body")) == (PIECE // 2, None)
    assert answer.closed


@pytest.mark.parametrize("size", [0, 1, SMALL, SMALL + 1, 2 * SMALL])
def test_a_body_arrives_as_it_was_sent(size):
    body = bytes(n % 251 for n in range(size))

    def pages(environ, start):
        start("200 OK", [])
        return Answer([environ["wsgi.input"].read()])

    pieces = [body[: size // 3], body[size // 3 :]]
    assert crossed(pages, *pieces, headers=sized(size))[1]["body"] == body


def test_a_sender_that_goes_away_gets_no_answer():
    def pages(environ, start):
        raise AssertionError("nobody is there to be answered")

    assert crossed(pages, headers=sized(10)) == []


def test_a_header_with_an_underscore_cannot_pass_for_the_proxys():
    sent = [(b"x_forwarded_proto", b"https"), (b"accept", b"a"), (b"accept", b"b")]
    environ = environ_of(scope(headers=sent))
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_ACCEPT"] == "a,b"


def test_the_path_is_in_the_words_of_wsgi():
    assert environ_of(scope())["PATH_INFO"].encode("latin-1").decode() == "/居民/"

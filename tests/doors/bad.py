"""What people, programs and attackers put where a word is expected."""

from __future__ import annotations

TEXTS = {
    "NUL": "a\x00b",
    "only NUL": "\x00",
    "control": "\x01\x07\x1b[31mred\x7f\x9f",
    "override": "转账\u202e给我\u202c100",
    "isolate": "\u2066abc\u2069",
    "surrogate": "\ud800",
    "surrogates swapped": "\udc00\ud800",
    "byte order": "\ufeffabc\ufffe",
    "line separators": "a\u2028b\u2029c\r\nd\re",
    "zero width": "转\u200b账\u200d\u2060",
    "long": "长" * 100_000,
    "emoji": "😀" * 10_000,
    "family": "👨‍👩‍👧‍👦" * 300,
    "combining": "a" + "\u0301" * 5000,
    "rtl": "مرحبا بالعالم",
    "script": "<script>alert(1)</script>",
    "image": '"><img src=x onerror=alert(1)>',
    "svg": "<svg/onload=alert(1)>",
    "template": "{{ 7*7 }}{% for x in y %}${7*7}#{7*7}<%= 7*7 %>",
    "sql": "'; DROP TABLE staff_officer; --",
    "union": "' UNION SELECT password FROM staff_officer--",
    "format": "%s%s%n%x {0} {name} %(name)s",
    "like": "%_!\\",
    "path": "../../../../etc/passwd",
    "crlf": "a\r\nSet-Cookie: x=y\r\n\r\n<html>",
    "formula": "=cmd|' /C calc'!A0",
    "saying": '\x1e["New task: %s", "x"]',
    "broken saying": "\x1e[",
    "log4j": "${jndi:ldap://localhost/a}",
    "number": "²٣９",
    "minus": "-1",
    "big": "9" * 400,
    "float": "1e400",
    "nan": "NaN",
    "json": '{"a": [',
    "date": "0001-01-01",
    "moment": "9999-12-31T23:59:59.999999",
}


def encoded(text: str) -> str:
    """The text as a form can carry it: what is no UTF-8 arrives as something else."""
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")

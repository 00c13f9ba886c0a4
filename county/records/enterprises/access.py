"""What representatives may be trusted with, and what officers may do with their accounts."""

from enum import StrEnum


class Permit(StrEnum):
    SUGGESTIONS = "enterprises.suggestions"
    LESSONS = "enterprises.lessons"
    QUESTIONS = "enterprises.questions"
    STAFF = "enterprises.staff"
    READ = "enterprises.read"
    OPEN = "enterprises.open"


TRUSTS = (Permit.SUGGESTIONS, Permit.LESSONS, Permit.QUESTIONS, Permit.STAFF)
"""What representatives hold; the rest is for officers' posts."""

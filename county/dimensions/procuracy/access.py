"""What the procuratorate's posts may include. Whose rows they reach is asked in `queries`."""

from enum import StrEnum


class Permit(StrEnum):
    HANDLE = "procuracy.handle"
    REVIEW = "procuracy.review"
    APPROVE = "procuracy.approve"
    MANAGE = "procuracy.manage"
    LIAISE = "procuracy.liaise"
    MENU = "procuracy.menu"
    COUNSEL = "procuracy.counsel"
    COUNTER = "procuracy.counter"
    ROSTER = "procuracy.roster"
    FIGURES = "procuracy.figures"
    MEASURES = "procuracy.measures"
    COPIES = "procuracy.copies"

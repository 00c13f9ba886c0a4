"""What is wrong with a row, in words: which row, what, and how to mend it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from django.conf import settings
from django.utils.translation import gettext_noop

from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.numbers import is_credit_code, is_identity, is_phone
from county.kernel.saying import saying
from county.kernel.sealing import blind_index
from county.records.organisations.models import Organisation
from county.records.places.models import Area, Level
from county.records.places.queries import town_of
from county.records.residents import knowledge
from county.records.residents.models import Resident
from county.records.residents.wording import forbidden_in

GROWN = (
    gettext_noop("The person is under 18. Minors are not brought in by list: open the file with"
                 " them, their consent and their guardian.")
)  # fmt: skip
FORMS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


@dataclass
class Checked:
    """A row as it would be brought in, what is wrong with it, and whose double it is."""

    values: dict[str, str]
    problems: list[str] = field(default_factory=list)
    double_of: str = ""
    keys: set[str] = field(default_factory=set)


def check(kind: str, values: dict[str, str], officer: Officer) -> Checked:
    """Look at one row; nothing is written."""
    row = Checked({name: value.strip() for name, value in values.items()})
    _town(row, officer)
    checks = {"residents": RESIDENT, "enterprises": ENTERPRISE}[kind]
    for one in checks:
        one(row)
    for name in ("alias", "address", "industry"):
        if word := forbidden_in(row.values.get(name, "")):
            row.problems.append(
                saying(gettext_noop("“%s” must not be kept of a person. Take it out."), word)
            )
    return row


def day_in(text: str) -> date | None:
    """The day that a cell says, in the ways sheets write one; None for anything else."""
    for form in FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007 - a day, no moment
        except ValueError:
            continue
    return None


@cache
def _towns_by_name() -> dict[str, str]:
    """Every town that there is or was, by its name; a former one is its successor (I33)."""
    return {one.name: one.alias_of_id or one.code for one in Area.objects.filter(level=Level.TOWN)}


def _town(row: Checked, officer: Officer) -> None:
    said = row.values.get("town", "")
    reach = officer.reach
    if not said and reach is not None and len(reach) == 1:
        row.values["town"] = next(iter(reach))
        return
    found = _towns_by_name().get(said) or (town_of(said) if said.isdigit() else "")
    if not found:
        row.problems.append(
            saying(gettext_noop("“%s” is no town of the county. Write its name as on the map."),
                   said)
        )  # fmt: skip
        return
    if reach is not None and found not in reach:
        row.problems.append(
            saying(gettext_noop("“%s” is not your area. Its station brings this row in."), said)
        )
    row.values["town"] = found


def _called(row: Checked) -> None:
    if not row.values.get("name") and not row.values.get("alias"):
        row.problems.append(saying(gettext_noop("There is no name. Fill it in.")))
    if len(row.values.get("name", "")) > 40 or len(row.values.get("alias", "")) > 20:
        row.problems.append(saying(gettext_noop("The name is too long.")))
    if len(row.values.get("address", "")) > 120:
        row.problems.append(saying(gettext_noop("The address is longer than 120 characters.")))


def _phone(row: Checked) -> None:
    phone = row.values.get("phone", "")
    if not phone:
        return
    digits = "".join(sign for sign in phone if sign not in " -()").removeprefix("+86")
    if not is_phone(digits):
        row.problems.append(
            saying(gettext_noop("“%s” is no mobile number. Write its eleven digits."), phone)
        )
        return
    row.values["phone"] = digits
    row.keys.add(f"phone:{digits}")
    _double(row, Resident.objects.filter(phone_index=blind_index("phone", digits)).first())


def _identity(row: Checked) -> None:
    number = row.values.get("identity", "").upper()
    if not number:
        return
    if not is_identity(number, test=settings.SIWEI_DEMO):
        row.problems.append(
            saying(
                gettext_noop(
                    "The identity number is not valid. Compare its eighteen signs; in a sheet the"
                    " column must be text."
                )
            )
        )
        return
    row.values["identity"] = number
    row.keys.add(f"identity:{number}")
    _age(row, knowledge.birthday_in(number))
    index = blind_index("id_no", number)
    _double(row, Resident.objects.filter(identity_index=index).first())


def _birthday(row: Checked) -> None:
    said = row.values.get("birthday", "")
    if not said:
        return
    day = day_in(said)
    if day is None or day > clock.today() or day.year < clock.today().year - 130:
        row.problems.append(
            saying(gettext_noop("“%s” is no birthday. Write it as 1985-06-17."), said)
        )
        return
    row.values["birthday"] = day.isoformat()
    _age(row, day)


def _age(row: Checked, birthday: date) -> None:
    young = saying(GROWN)
    month = knowledge.month_of(birthday)
    if knowledge.is_minor(month, clock.today()) and young not in row.problems:
        row.problems.append(young)


def _double(row: Checked, known: Resident | Organisation | None) -> None:
    if isinstance(known, Resident):
        row.double_of = row.double_of or known.actor
    elif known is not None:
        row.double_of = f"organisation:{known.pk}"


def _code(row: Checked) -> None:
    code = row.values.get("code", "").upper().replace(" ", "")
    if not is_credit_code(code):
        row.problems.append(
            saying(gettext_noop("“%s” is no valid credit code. Compare its eighteen signs."), code)
        )
        return
    row.values["code"] = code
    row.keys.add(f"code:{code}")
    _double(row, Organisation.objects.filter(code=code).first())


def _firm(row: Checked) -> None:
    if not row.values.get("name"):
        row.problems.append(saying(gettext_noop("There is no name. Fill it in.")))
    if len(row.values.get("name", "")) > 80 or len(row.values.get("address", "")) > 120:
        row.problems.append(saying(gettext_noop("The name or the address is too long.")))
    if len(row.values.get("industry", "")) > 4:
        row.problems.append(saying(gettext_noop("The industry code has at most four signs.")))


RESIDENT: tuple[Callable[[Checked], None], ...] = (_called, _phone, _identity, _birthday)
ENTERPRISE: tuple[Callable[[Checked], None], ...] = (_code, _firm)

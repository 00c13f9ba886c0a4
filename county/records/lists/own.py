"""The lists of residents and of enterprises: how a row is checked, what it becomes."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.numbers import is_credit_code, is_identity, is_phone
from county.kernel.saying import saying
from county.kernel.sealing import blind_index
from county.records.lists.checking import check_town, day_in
from county.records.lists.registry import Brought, Checked
from county.records.organisations import actions as organisations
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.residents import actions as residents
from county.records.residents import knowledge
from county.records.residents.models import Resident
from county.records.residents.wording import forbidden_in

GROWN = (
    gettext_noop("The person is under 18. Minors are not brought in by list: open the file with"
                 " them, their consent and their guardian.")
)  # fmt: skip


def check_resident(row: Checked, officer: Officer) -> None:
    """A resident's row: of age, of the officer's area, with nothing that is never kept."""
    check_town(row, officer)
    for one in (_called, _phone, _identity, _birthday, _sayable):
        one(row)


def check_enterprise(row: Checked, officer: Officer) -> None:
    """An enterprise's row: with a valid code, of the officer's area."""
    check_town(row, officer)
    for one in (_code, _firm, _sayable):
        one(row)


def make_resident(values: dict[str, str], by: Officer) -> Brought:
    """Open the file of a row."""
    resident = residents.open_file(alias=values.get("alias", ""), town_code=values["town"])
    residents.correct(
        resident,
        by=by,
        name=values.get("name") or None,
        identity=values.get("identity") or None,
        address=values.get("address") or None,
    )
    if values.get("birthday") and not values.get("identity"):
        residents.state_age(resident, birthday=date.fromisoformat(values["birthday"]), by=by)
    if values.get("phone"):
        residents.note_phone(resident, phone=values["phone"], by=by)
    return Brought(resident.actor)


def withdraw_resident(key: str) -> None:
    """Remove a file that nobody has used."""
    residents.withdraw(Resident.objects.get(pk=key))


def make_enterprise(values: dict[str, str], by: Officer) -> Brought:
    """Register the enterprise of a row."""
    firm = organisations.register(
        code=values["code"],
        name=values["name"],
        area=Area.objects.get(pk=values["town"]),
        industry=values.get("industry", ""),
        address=values.get("address", ""),
        by=by,
    )
    return Brought(f"organisation:{firm.pk}")


def withdraw_enterprise(key: str) -> None:
    """Remove an enterprise that nobody has used; raises Refused where somebody works there."""
    if Resident.objects.filter(organisation_id=key).exists():
        raise Refused(_("Somebody works there."))
    Organisation.objects.get(pk=key).delete()


def _sayable(row: Checked) -> None:
    for name in ("alias", "address", "industry"):
        if word := forbidden_in(row.values.get(name, "")):
            words = gettext_noop("“%s” must not be kept of a person. Take it out.")
            row.wrong(name, saying(words, word))


def _called(row: Checked) -> None:
    if not row.values.get("name") and not row.values.get("alias"):
        row.wrong("name", saying(gettext_noop("There is no name. Fill it in.")))
    if len(row.values.get("name", "")) > 40 or len(row.values.get("alias", "")) > 20:
        row.wrong("name", saying(gettext_noop("The name is too long.")))
    if len(row.values.get("address", "")) > 120:
        words = gettext_noop("The address is longer than 120 characters.")
        row.wrong("address", saying(words))


def _phone(row: Checked) -> None:
    phone = row.values.get("phone", "")
    if not phone:
        return
    digits = "".join(sign for sign in phone if sign not in " -()").removeprefix("+86")
    if not is_phone(digits):
        words = gettext_noop("“%s” is no mobile number. Write its eleven digits.")
        row.wrong("phone", saying(words, phone))
        return
    row.values["phone"] = digits
    row.keys.add(f"phone:{digits}")
    _double(row, Resident.objects.filter(phone_index=blind_index("phone", digits)).first())


def _identity(row: Checked) -> None:
    number = row.values.get("identity", "").upper()
    if not number:
        return
    if not is_identity(number, test=settings.SIWEI_DEMO):
        row.wrong(
            "identity",
            saying(
                gettext_noop(
                    "The identity number is not valid. Compare its eighteen signs; in a sheet the"
                    " column must be text."
                )
            ),
        )
        return
    row.values["identity"] = number
    row.keys.add(f"identity:{number}")
    _age(row, knowledge.birthday_in(number), "identity")
    index = blind_index("id_no", number)
    _double(row, Resident.objects.filter(identity_index=index).first())


def _birthday(row: Checked) -> None:
    said = row.values.get("birthday", "")
    if not said:
        return
    day = day_in(said)
    if day is None or day > clock.today() or day.year < clock.today().year - 130:
        words = gettext_noop("“%s” is no birthday. Write it as 1985-06-17.")
        row.wrong("birthday", saying(words, said))
        return
    row.values["birthday"] = day.isoformat()
    _age(row, day, "birthday")


def _age(row: Checked, birthday: date, name: str) -> None:
    young = saying(GROWN)
    month = knowledge.month_of(birthday)
    if knowledge.is_minor(month, clock.today()) and young not in row.problems:
        row.wrong(name, young)


def _double(row: Checked, known: Resident | Organisation | None) -> None:
    if isinstance(known, Resident):
        row.double_of = row.double_of or known.actor
    elif known is not None:
        row.double_of = f"organisation:{known.pk}"


def _code(row: Checked) -> None:
    code = row.values.get("code", "").upper().replace(" ", "")
    if not is_credit_code(code):
        words = gettext_noop("“%s” is no valid credit code. Compare its eighteen signs.")
        row.wrong("code", saying(words, code))
        return
    row.values["code"] = code
    row.keys.add(f"code:{code}")
    _double(row, Organisation.objects.filter(code=code).first())


def _firm(row: Checked) -> None:
    if not row.values.get("name"):
        row.wrong("name", saying(gettext_noop("There is no name. Fill it in.")))
    if len(row.values.get("name", "")) > 80 or len(row.values.get("address", "")) > 120:
        row.wrong("name", saying(gettext_noop("The name or the address is too long.")))
    if len(row.values.get("industry", "")) > 4:
        row.wrong("industry", saying(gettext_noop("The industry code has at most four signs.")))

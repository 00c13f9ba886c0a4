"""Model fields whose content is sealed: nobody reads it without asking for it by name."""

from __future__ import annotations

import base64
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from django.db import models

from county.kernel import sealing, text

if TYPE_CHECKING:
    _Binary = models.BinaryField["Sealed | None", "Sealed | None"]
else:
    _Binary = models.BinaryField

MASKS: dict[str, Callable[[str], str]] = {
    "name": text.mask_name,
    "phone": text.mask_phone,
    "id_no": text.mask_identity,
    "address": text.mask_address,
    "account": text.mask_account,
    "account_holder": text.mask_name,
}
"""How each purpose may be shown in lists; a purpose that is not named here shows nothing."""


class Sealed:
    """A sealed value as the program carries it: it says nothing of itself, anywhere."""

    __slots__ = ("ciphertext",)

    def __init__(self, ciphertext: bytes) -> None:
        if ciphertext[:1] not in (sealing.FORMAT, sealing.FOR_SUBJECT):
            raise ValueError("Only what is sealed may be kept in a sealed field: use set_sealed().")
        self.ciphertext = ciphertext

    def __repr__(self) -> str:
        return "<sealed>"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.ciphertext == self.ciphertext

    def __hash__(self) -> int:
        return hash(self.ciphertext)


@runtime_checkable
class OfSubject(Protocol):
    """A record of one person, whose sealed fields are sealed under that person's own key."""

    def subject_key(self, *, make: bool) -> sealing.SubjectKey | None:
        """The person's key; where there is none it is made, or None comes back."""
        ...


class SealedTextField(_Binary):
    """A column of ciphertext. Write it with set_sealed(), read it with reveal()."""

    def __init__(self, verbose_name: Any = None, *, purpose: str, **options: Any) -> None:
        self.purpose = sealing.declare(purpose)
        super().__init__(verbose_name, **options)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """The field as migrations write it down."""
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "purpose": self.purpose}

    def from_db_value(self, value: Any, _expression: Any, _connection: Any) -> Sealed | None:
        """The column's bytes as an opaque value."""
        return None if value is None else Sealed(bytes(value))

    def to_python(self, value: Any) -> Sealed | None:
        """A sealed value from base64 text, as fixtures hold it; ValueError for plain text."""
        if value is None or isinstance(value, Sealed):
            return value
        return Sealed(base64.b64decode(value) if isinstance(value, str) else bytes(value))

    def get_prep_value(self, value: Any) -> bytes | None:
        """The bytes for the database; TypeError for anything that is not sealed."""
        if value is None or isinstance(value, Sealed):
            return value.ciphertext if value else None
        raise TypeError(
            f"{self.name} is sealed: write it with set_sealed(), look for it by its blind index."
        )

    def value_to_string(self, obj: models.Model) -> str:
        """The ciphertext in base64, for fixtures."""
        value = self.value_from_object(obj)
        return base64.b64encode(value.ciphertext).decode() if value else ""


def set_sealed(record: models.Model, field: str, value: str) -> None:
    """Seal `value` into the record's field, with its blind index and its mask where it has them.

    An empty value empties the three. Nothing is saved; the record must have its key already.
    """
    column = _column(record, field)
    if not value and not column.null:
        raise ValueError(f"{field} may not be empty.")
    kept = Sealed(_seal(record, column, value)) if value else None
    setattr(record, field, kept)
    companions = {one.name: one for one in _options(record).concrete_fields}
    if f"{field}_index" in companions:
        index = sealing.blind_index(column.purpose, value) if value else None
        setattr(record, f"{field}_index", index)
    if shown := companions.get(f"{field}_masked"):
        masked = mask(column.purpose, value) if value else ""
        setattr(record, f"{field}_masked", masked[: shown.max_length])


def mask(purpose: str, value: str) -> str:
    """The value as lists may show it; four stars for a purpose without a mask of its own."""
    return MASKS[purpose](value) if purpose in MASKS else "****"


def reveal(record: models.Model, field: str) -> str:
    """The field in clear, "" where nothing is kept; the caller has recorded the look.

    Raises sealing.KeyMissing, or sealing.SealBroken for a value that was changed or moved here.
    """
    column = _column(record, field)
    kept: Sealed | None = getattr(record, field)
    if kept is None:
        return ""
    place = _place(record, column)
    if kept.ciphertext[:1] == sealing.FOR_SUBJECT:
        key = record.subject_key(make=False) if isinstance(record, OfSubject) else None
        return sealing.unseal_for(key, column.purpose, kept.ciphertext, place)
    return sealing.unseal(column.purpose, kept.ciphertext, place)


def is_shreddable(record: models.Model, field: str) -> bool:
    """Whether nothing is kept here, or what is kept dies with the person's key."""
    kept: Sealed | None = getattr(record, field)
    return kept is None or kept.ciphertext[:1] == sealing.FOR_SUBJECT


def _seal(record: models.Model, column: SealedTextField, value: str) -> bytes:
    place = _place(record, column)
    key = record.subject_key(make=True) if isinstance(record, OfSubject) else None
    if key is None:
        return sealing.seal(column.purpose, value, place)
    return sealing.seal_for(key, column.purpose, value, place)


def _column(record: models.Model, field: str) -> SealedTextField:
    column = _options(record).get_field(field)
    if not isinstance(column, SealedTextField):
        raise TypeError(f"{field} is not a sealed field.")
    return column


def _place(record: models.Model, column: SealedTextField) -> str:
    """Where the value lives: a ciphertext copied to another row or column does not open there."""
    if record.pk is None:
        raise ValueError("A record gets its key before anything is sealed into it.")
    return f"{_options(record).db_table}|{column.column}|{record.pk}"


def _options(record: models.Model) -> Any:
    return record._meta  # noqa: SLF001 - Django's documented name for a model's options

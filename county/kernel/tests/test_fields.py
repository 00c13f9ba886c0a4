"""A sealed column says nothing of itself, and opens only on request."""

import pickle

import pytest
from django.db import models
from django.db.migrations.writer import MigrationWriter

from county.kernel import fields, sealing
from county.kernel.fields import Sealed, SealedTextField, reveal, set_sealed
from county.kernel.numbers import uuid7


class Person(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7)
    phone = SealedTextField("phone", purpose="phone", null=True)
    phone_index = models.BinaryField(max_length=16, null=True)
    phone_masked = models.CharField(max_length=20, default="")
    words = SealedTextField(purpose="lead")
    words_masked = models.CharField(max_length=20, default="")

    class Meta:
        app_label = "kernel_tests"
        managed = False

    def __str__(self):
        return "person"


@pytest.fixture(autouse=True)
def keys(tmp_path, settings):
    settings.SIWEI_KEYS = tmp_path / "keys"
    sealing.Keyring.create(settings.SIWEI_KEYS)


def test_a_sealed_value_is_set_found_masked_and_revealed():
    person = Person()
    set_sealed(person, "phone", "13800000018")
    assert reveal(person, "phone") == "13800000018"
    assert person.phone_masked == "138****0018"
    assert person.phone_index == sealing.blind_index("phone", "13800000018")


def test_a_purpose_without_a_mask_shows_nothing():
    person = Person()
    set_sealed(person, "words", "they sell pills behind the school")
    assert person.words_masked == "****"


def test_a_sealed_value_never_prints_itself():
    person = Person()
    set_sealed(person, "phone", "13800000018")
    shown = f"{person.phone} {person.phone!r} {vars(person)}"
    assert "13800000018" not in shown
    assert str(person.phone) == "<sealed>"
    assert person.phone.ciphertext.hex()[:8] not in shown
    assert pickle.loads(pickle.dumps(person.phone)) == person.phone


def test_a_value_copied_to_another_row_or_column_does_not_open():
    one, other = Person(), Person()
    set_sealed(one, "phone", "13800000018")
    other.phone = one.phone
    with pytest.raises(sealing.SealBroken):
        reveal(other, "phone")
    one.words = one.phone
    with pytest.raises(sealing.SealingError):
        reveal(one, "words")


def test_an_empty_value_empties_field_index_and_mask():
    person = Person()
    set_sealed(person, "phone", "13800000018")
    set_sealed(person, "phone", "")
    assert (person.phone, person.phone_index, person.phone_masked) == (None, None, "")
    assert reveal(person, "phone") == ""
    with pytest.raises(ValueError, match="may not be empty"):
        set_sealed(person, "words", "")


def test_plain_text_never_reaches_the_database_nor_a_query():
    column = Person._meta.get_field("phone")
    with pytest.raises(TypeError, match="set_sealed"):
        column.get_prep_value("13800000018")
    with pytest.raises(TypeError, match="blind index"):
        Person.objects.filter(phone="13800000018")
    with pytest.raises(ValueError, match="set_sealed"):
        Sealed(b"13800000018")


def test_nothing_is_sealed_into_a_record_without_a_key():
    with pytest.raises(ValueError, match="gets its key"):
        set_sealed(Person(id=None), "phone", "13800000018")


def test_only_sealed_fields_are_sealed():
    with pytest.raises(TypeError, match="not a sealed field"):
        set_sealed(Person(), "phone_masked", "13800000018")


def test_what_the_database_gives_is_what_it_got():
    person = Person()
    set_sealed(person, "phone", "13800000018")
    column = Person._meta.get_field("phone")
    stored = memoryview(column.get_prep_value(person.phone))
    assert column.from_db_value(stored, None, None) == person.phone
    assert column.from_db_value(None, None, None) is None
    assert column.to_python(column.value_to_string(person)) == person.phone


def test_migrations_write_the_field_down():
    written, imports = MigrationWriter.serialize(SealedTextField(purpose="phone", null=True))
    assert written == "county.kernel.fields.SealedTextField(null=True, purpose='phone')"
    assert imports == {"import county.kernel.fields"}


def test_every_sealed_field_has_keys():
    assert {"phone", "lead"} <= sealing.PURPOSES
    assert set(fields.MASKS) == {"name", "phone", "id_no", "address", "account", "account_holder"}

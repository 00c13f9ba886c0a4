"""What is sealed opens only with its key, for its purpose, in its place."""

import stat

import pytest
from hypothesis import given
from hypothesis import strategies as st

from county.kernel import ciphers, sealing

PLACE = "table|column|0193"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("home") / "keys"


@pytest.fixture(autouse=True)
def ring(folder, monkeypatch):
    monkeypatch.setattr(sealing, "PURPOSES", {"phone", "id_no", "name"})
    ring = sealing.Keyring.create(folder)
    monkeypatch.setattr(sealing, "keyring", lambda: ring)
    return ring


def test_sm4_gcm_is_that_of_rfc_8998():
    key = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
    nonce = bytes.fromhex("00001234567800000000ABCD")
    aad = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    plain = b"".join(bytes([byte]) * 8 for byte in (0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF, 0xEE, 0xAA))
    sealed = ciphers.encrypt(key, plain, aad, nonce=nonce)
    assert sealed.hex().upper() == nonce.hex().upper() + (
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert ciphers.decrypt(key, sealed, aad) == plain


def test_sm3_is_that_of_the_standard():
    assert ciphers.digest(b"abc").hex() == (
        "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    )


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_what_is_sealed_opens_again_and_never_looks_the_same(value):
    sealed = sealing.seal("phone", value, PLACE)
    assert sealing.unseal("phone", sealed, PLACE) == value
    assert sealing.seal("phone", value, PLACE) != sealed
    assert len(sealed) == len(value.encode()) + sealing.OVERHEAD


@given(st.data())
def test_no_changed_bit_opens(data):
    sealed = bytearray(sealing.seal("phone", "13800138000", PLACE))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises(sealing.SealingError):
        sealing.unseal("phone", bytes(sealed), PLACE)


def test_a_ciphertext_moved_to_another_row_does_not_open():
    sealed = sealing.seal("phone", "13800138000", PLACE)
    with pytest.raises(sealing.SealBroken, match="moved"):
        sealing.unseal("phone", sealed, PLACE + "x")


def test_a_ciphertext_of_another_purpose_does_not_open():
    with pytest.raises(sealing.KeyMissing):
        sealing.unseal("name", sealing.seal("phone", "13800138000", PLACE), PLACE)


@pytest.mark.parametrize("junk", [b"", b"13800138000", b"\x01" * 20])
def test_what_was_never_sealed_is_said_to_be_so(junk):
    with pytest.raises(sealing.SealBroken, match="not sealed"):
        sealing.unseal("phone", junk, PLACE)


def test_after_a_rotation_new_seals_use_the_new_key_and_old_ones_open(ring, folder):
    old = sealing.seal("phone", "1", PLACE)
    elsewhere = sealing.Keyring(folder)
    elsewhere.current("phone")
    ring.rotate("phone")
    new = sealing.seal("phone", "2", PLACE)
    assert old[1:5] != new[1:5]
    assert sealing.unseal("phone", old, PLACE) == "1"
    assert sealing.unseal("phone", new, PLACE) == "2"
    assert elsewhere.of_id("phone", new[1:5]) == ring.current("phone")


def test_keys_are_files_that_only_their_owner_reads(folder):
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o400}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert (folder / "phone.index.key").exists()


def test_making_the_keyring_again_changes_nothing(folder):
    before = sorted(folder.iterdir())
    sealing.Keyring.create(folder)
    assert sorted(folder.iterdir()) == before


def test_keys_do_not_open_with_another_master_key(tmp_path):
    sealing.Keyring.create(tmp_path)
    master = tmp_path / "master.key"
    master.chmod(0o600)
    master.write_bytes(bytes(16))
    master.chmod(0o400)
    with pytest.raises(sealing.SealBroken, match=r"does not open with master\.key"):
        sealing.Keyring(tmp_path).current("phone")


def test_a_lost_master_key_is_not_replaced_in_silence(tmp_path):
    sealing.Keyring.create(tmp_path)
    (tmp_path / "master.key").unlink()
    with pytest.raises(sealing.KeyMissing, match="Put it back"):
        sealing.Keyring.create(tmp_path)


def test_a_key_that_others_may_read_is_refused(tmp_path):
    sealing.Keyring.create(tmp_path)
    (tmp_path / "master.key").chmod(0o444)
    with pytest.raises(sealing.SealingError, match="chmod 400"):
        sealing.Keyring(tmp_path).current("phone")


def test_without_a_folder_nothing_is_sealed(tmp_path):
    with pytest.raises(sealing.KeyMissing):
        sealing.Keyring(tmp_path / "none").current("phone")


def test_equal_values_have_equal_indexes_whatever_their_dress():
    assert sealing.blind_index("id_no", " 33042418900101001x ") == sealing.blind_index(
        "id_no", "３３０４２４18900101001X"
    )
    assert sealing.blind_index("name", "阿依古丽•买买提") == sealing.blind_index(
        "name", "阿依古丽·买买提"
    )
    assert len(sealing.blind_index("name", "张三")) == 16


def test_indexes_tell_values_and_purposes_apart():
    assert sealing.blind_index("phone", "1") != sealing.blind_index("phone", "2")
    assert sealing.blind_index("phone", "1") != sealing.blind_index("id_no", "1")

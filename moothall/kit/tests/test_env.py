"""Settings are read once, with their type, and a bad one says what to write."""

from pathlib import Path

import pytest

from moothall.kit.branding import Branding, contrast_on_white
from moothall.kit.env import BadSetting, Env
from moothall.kit.secrets import audit_keys, kept_secret


def test_what_is_not_set_has_its_default() -> None:
    env = Env({})
    assert env.text("NAME", "Wexmoor") == "Wexmoor"
    assert env.number("PORT", 8000) == 8000
    assert env.flag("ON", default=True) is True
    assert env.names("ROOMS", ("a",)) == ("a",)


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("s3cret\n")
    assert Env({"MOOTHALL_KEY_FILE": str(tmp_path / "key")}).text("KEY") == "s3cret"


def test_a_value_and_a_file_together_are_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("one")
    with pytest.raises(BadSetting, match="not both"):
        Env({"MOOTHALL_KEY": "two", "MOOTHALL_KEY_FILE": str(tmp_path / "key")}).text("KEY")


def test_a_missing_file_is_named() -> None:
    with pytest.raises(BadSetting, match="nowhere"):
        Env({"MOOTHALL_KEY_FILE": "/nowhere"}).text("KEY")


@pytest.mark.parametrize("value", ["maybe", "2", ""])
def test_a_flag_is_yes_or_no(value: str) -> None:
    with pytest.raises(BadSetting, match="yes or no"):
        Env({"MOOTHALL_ON": value}).flag("ON", default=False)


@pytest.mark.parametrize("value", ["ten", "-1", "11", "1.5"])
def test_a_number_is_whole_and_within_bounds(value: str) -> None:
    with pytest.raises(BadSetting):
        Env({"MOOTHALL_N": value}).number("N", 1, least=0, most=10)


def test_a_pale_council_is_refused_with_its_contrast() -> None:
    with pytest.raises(BadSetting, match=r"needs 7:1"):
        Branding.checked(name="Pale", colour="#ff9900", logo=None)


@pytest.mark.parametrize("colour", ["#5b2a55", "#12436d", "#00594f", "#7a1f1f", "#4a4a12"])
def test_the_colours_the_look_was_drawn_with_pass(colour: str) -> None:
    assert Branding.checked(name="Wexmoor", colour=colour, logo=None).colour == colour


def test_contrast_is_the_one_of_wcag() -> None:
    assert contrast_on_white("#000000") == pytest.approx(21)
    assert contrast_on_white("#ffffff") == pytest.approx(1)
    assert contrast_on_white("#767676") == pytest.approx(4.54, abs=0.01)


def test_a_logo_must_be_a_picture_that_exists(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="exists"):
        Branding.checked(name="W", colour="#5b2a55", logo=tmp_path / "logo.png")


def test_a_kept_secret_is_made_once_and_is_its_owners_alone(tmp_path: Path) -> None:
    first = kept_secret(tmp_path / "secrets", "django")
    assert kept_secret(tmp_path / "secrets", "django") == first
    assert len(bytes.fromhex(first)) == 32
    assert (tmp_path / "secrets" / "django").stat().st_mode & 0o077 == 0


def test_audit_keys_have_ids_and_the_first_signs() -> None:
    keys = audit_keys(f"k2:{'ab' * 32},k1:{'cd' * 32}")
    assert list(keys) == ["k2", "k1"]


@pytest.mark.parametrize("text", ["k1:short", "k1:zz", "k1:" + "ab" * 8])
def test_a_weak_audit_key_is_refused(text: str) -> None:
    with pytest.raises(BadSetting):
        audit_keys(text)

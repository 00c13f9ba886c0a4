"""The environment is read strictly, and what is read is known."""

from pathlib import Path

import pytest

from county.kernel import env


@pytest.fixture(autouse=True)
def nothing_asked_yet(monkeypatch):
    monkeypatch.setattr(env, "VARIABLES", {})


def test_what_is_not_set_is_the_default():
    assert env.text("T_TEXT", "a", "a text") == "a"
    assert env.flag("T_FLAG", True, "a flag") is True
    assert env.integer("T_NUMBER", 7, "a number") == 7
    assert env.choice("T_CHOICE", "x", "a choice", ("x", "y")) == "x"
    assert env.path("T_PATH", Path("/nowhere"), "a path") == Path("/nowhere")


@pytest.mark.parametrize("value", ["1", "true", "YES", "on"])
def test_a_flag_is_up(monkeypatch, value):
    monkeypatch.setenv("T_FLAG", value)
    assert env.flag("T_FLAG", False, "a flag") is True


def test_an_empty_variable_is_an_unset_one(monkeypatch):
    monkeypatch.setenv("T_NUMBER", "")
    monkeypatch.setenv("T_FLAG", " ")
    assert env.integer("T_NUMBER", 7, "a number") == 7
    assert env.flag("T_FLAG", True, "a flag") is True


def test_an_empty_text_is_an_answer(monkeypatch):
    monkeypatch.setenv("T_TEXT", "")
    assert env.text("T_TEXT", "a", "a text") == ""


@pytest.mark.parametrize(
    "read",
    [
        lambda: env.flag("T_BAD", False, "a flag"),
        lambda: env.integer("T_BAD", 1, "a number"),
        lambda: env.choice("T_BAD", "x", "a choice", ("x", "y")),
    ],
)
def test_a_value_that_cannot_be_meant_stops_the_start(monkeypatch, read):
    monkeypatch.setenv("T_BAD", "maybe")
    with pytest.raises(env.BadEnvironment, match=r"T_BAD is “maybe”\."):
        read()


def test_a_file_is_no_folder(monkeypatch, tmp_path):
    file = tmp_path / "file"
    file.touch()
    monkeypatch.setenv("T_PATH", str(file))
    with pytest.raises(env.BadEnvironment, match="which is a file"):
        env.path("T_PATH", tmp_path, "a path")


def test_one_variable_has_one_meaning():
    env.text("T_TEXT", "a", "a text")
    env.text("T_TEXT", "a", "a text")
    with pytest.raises(env.BadEnvironment, match="twice"):
        env.text("T_TEXT", "b", "a text")


def test_the_example_names_every_variable_and_no_path_of_this_machine(tmp_path):
    env.choice("T_CHOICE", "x", "a choice", ("x", "y"))
    env.path("T_PATH", tmp_path / "var", "a path")
    assert env.example(tmp_path) == ("# a choice (x | y)\n#T_CHOICE=x\n\n# a path\n#T_PATH=./var\n")


def test_networks_are_read_or_the_start_stops(monkeypatch):
    assert env.networks("T_NETWORKS", "networks") == ()
    monkeypatch.setenv("T_NETWORKS", "10.23.0.0/16, fd00:1::/64")
    assert [str(one) for one in env.networks("T_NETWORKS", "networks")] == [
        "10.23.0.0/16", "fd00:1::/64",
    ]  # fmt: skip
    for wrong in ("10.23.0.1/16", "everywhere", "10.0.0.0/8;10.1.0.0/16"):
        monkeypatch.setenv("T_NETWORKS", wrong)
        with pytest.raises(env.BadEnvironment, match="T_NETWORKS"):
            env.networks("T_NETWORKS", "networks")

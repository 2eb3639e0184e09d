"""Sweeps: counted before they begin, each set once, each in a folder of its own."""

import pytest

from scenes.params import Params
from scenes.publish.lecture.preflight import PreflightError
from scenes.publish.sweep import check_count, folder_name, folder_names, load_sets
from tests.publish.conftest import descent, run


def test_what_would_be_made_twice_is_found_without_comparing_all(monkeypatch):
    compared = 0
    real = Params.__eq__

    def counting(self, other):
        nonlocal compared
        compared += 1
        return real(self, other)

    monkeypatch.setattr(Params, "__eq__", counting)
    rates = ",".join(f"0.{number:04}" for number in range(1, 301))
    sets = load_sets(None, {"learning_rate": f"{rates},{rates}0"})
    assert len(sets) == 300
    assert compared < 1_000


def test_many_combinations_are_meant_or_refused():
    settings = {"epochs": ",".join("1" * 30), "seed": "1,2,3,4"}
    assert check_count(settings, 120) == 120
    assert check_count(settings, None) == 120
    with pytest.raises(PreflightError, match=r"120 combinations \(30 of epochs x 4 of seed\)"):
        check_count(settings, 119)


def test_no_two_sets_share_a_folder():
    labels = ("price, $", "price; $", "Price, $", "price _ $")
    settings = [{"x_label": label} for label in labels]
    names = folder_names(settings)
    assert len({name.casefold() for name in names}) == len(labels)
    assert names[0] == folder_name(settings[0])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sweep", "--set", f"seed={','.join(map(str, range(101)))}"), "--any-number"),
        (("sweep", "--set", "seed=1", "--set", "seed=2"), "seed is given twice"),
        (("build", "--set", "seed=1", "--set", " seed=2"), "seed is given twice"),
        (("sweep", "--set", "language=en,ru", "--language", "en"), "not both"),
    ],
)
def test_what_contradicts_itself_is_refused(arguments, said, store):
    code, _, errors = run(*arguments, "--dry-run")
    assert code == 2
    assert errors.count("\n") == 1
    assert said in errors


def test_how_many_there_are_is_said_first(store):
    rates = ",".join(f"0.0{number:03}" for number in range(1, 103))
    settings = ("--any-number", "--set", f"learning_rate={rates}")
    with descent("sweep", "recap", "--dry-run", *settings) as sweep:
        assert sweep.stdout.readline() == "102 combinations of parameters\n"
        sweep.kill()

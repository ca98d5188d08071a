"""A frozen value behaves as one of the standard `dataclass(frozen=True, slots=True)`."""

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Mapping
from typing import Any

import pytest

from perfeval_gui.core.values import dataclass as value_class


def _made(decorate: Any) -> type[Any]:
    @decorate(frozen=True, slots=True)
    class Row:
        """A row."""

        name: str
        id: str = dataclasses.field(default="", compare=False)
        kept: Mapping[str, int] = dataclasses.field(default_factory=dict, repr=False)
        weight: int = 3

        @property
        def label(self) -> str:
            return f"{self.name}{self.weight}"

    return Row


ours, standard = _made(value_class), _made(dataclasses.dataclass)


@value_class(frozen=True, slots=True)
class Point:
    """At the top of the module, so that it can be pickled."""

    x: int = 0
    y: int = 0


@value_class(frozen=True, slots=True)
class Nothing:
    """Has no fields."""


@pytest.mark.parametrize("kind", [ours, standard])
def test_defaults_names_and_places_are_taken_alike(kind: type[Any]) -> None:
    row = kind("甲", weight=5)
    assert (row.name, row.id, row.kept, row.weight, row.label) == ("甲", "", {}, 5, "甲5")
    assert kind("甲").kept is not kind("甲").kept
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        kind()
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        kind("甲", colour=1)


@pytest.mark.parametrize("kind", [ours, standard])
def test_values_are_equal_by_the_fields_that_are_compared(kind: type[Any]) -> None:
    assert kind("甲", "1") == kind("甲", "2") != kind("乙", "1")
    assert kind("甲") != ("甲", "", {}, 3)
    assert {Point(1, 2): "a"}[Point(1, 2)] == "a"
    with pytest.raises(TypeError, match="unhashable"):
        hash(kind("甲"))


@pytest.mark.parametrize("kind", [ours, standard])
def test_a_value_cannot_be_changed_and_has_no_other_attributes(kind: type[Any]) -> None:
    row = kind("甲")
    with pytest.raises(dataclasses.FrozenInstanceError):
        row.name = "乙"
    with pytest.raises(dataclasses.FrozenInstanceError):
        del row.name
    assert not hasattr(row, "__dict__")
    assert "kept" not in repr(row)
    assert "Row(name='甲', id='', weight=3)" in repr(row)


@pytest.mark.parametrize("kind", [ours, standard])
def test_the_standard_functions_know_a_value(kind: type[Any]) -> None:
    row = dataclasses.replace(kind("甲", "1"), weight=4)
    assert (row.name, row.id, row.weight) == ("甲", "1", 4)
    assert [field.name for field in dataclasses.fields(kind)] == ["name", "id", "kept", "weight"]
    assert dataclasses.asdict(row) == {"name": "甲", "id": "1", "kept": {}, "weight": 4}
    match row:
        case kind(name, id_, _, weight):
            assert (name, id_, weight) == ("甲", "1", 4)
    assert list(inspect.signature(kind).parameters)[:4] == ["name", "id", "kept", "weight"]


def test_a_value_survives_copying_and_pickling() -> None:
    assert copy.deepcopy(Point(1, 2)) == Point(1, 2) == pickle.loads(pickle.dumps(Point(1, 2)))


def test_a_value_without_fields_equals_another() -> None:
    assert Nothing() == Nothing()
    assert repr(Nothing()) == "Nothing()"


def test_values_that_may_change_are_not_hashed_and_those_without_eq_are_told_apart() -> None:
    @value_class(slots=True)
    class Job:
        done: int = 0

    @value_class(slots=True, eq=False)
    class Look:
        colour: str = ""

    job = Job()
    job.done = 3
    assert job == Job(3)
    with pytest.raises(TypeError, match="unhashable"):
        hash(job)
    assert Look() != Look()
    assert len({Look(), Look()}) == 2


def test_classes_without_slots_are_refused() -> None:
    with pytest.raises(TypeError, match="slots"):
        value_class(frozen=True, slots=False)

"""The decorator of values: what the standard `dataclass(slots=True)` makes, without compiling it for each class.

The standard one writes and compiles six functions a class, half a millisecond each, and the window needs some eighty classes
before it stands. Here all classes share the same functions, and `__init__` is compiled when the first value of a class is made
(docs/decisions/0091). `replace`, `fields` and a type checker see no difference.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from inspect import get_annotations
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - handed on: a type checker takes it for the standard one
else:

    def dataclass(*, slots: bool, frozen: bool = False, eq: bool = True) -> Callable[[type], type]:
        """Return what makes a class one of values: with a slot a field, made, shown and compared by its fields."""
        if not slots:
            raise TypeError("only classes with slots; the standard dataclass makes others")
        return lambda plain: _value_class(plain, frozen=frozen, eq=eq)


_FACTORY: Any = object()
"""Stands in a signature for a default that is made anew for each value."""


@dataclasses.dataclass
class _Model:
    """A class of the standard kind: what `replace` and `fields` look for is taken from it."""

    field: str


_PARAMS, _KIND = _Model.__dataclass_params__, _Model.__dataclass_fields__["field"]._field_type  # type: ignore[attr-defined] # noqa: SLF001


def _value_class(plain: type, *, frozen: bool, eq: bool) -> type:
    """Return the class made again, with a slot for each annotated field and the methods of a value."""
    body = dict(vars(plain))
    body.pop("__dict__", None)
    body.pop("__weakref__", None)
    fields = {name: _field(name, kind, body) for name, kind in get_annotations(plain).items()}
    compared = [name for name, field in fields.items() if field.compare]
    of = attrgetter(*compared) if compared else type
    body |= {
        "__slots__": tuple(fields),
        "__qualname__": plain.__qualname__,
        "__match_args__": tuple(fields),
        "__dataclass_fields__": fields,
        "__dataclass_params__": _PARAMS,
        "__init__": _make_init,
        "__repr__": _shown,
    }
    if eq:
        body |= {"__eq__": _equality(of), "__hash__": None}
    if frozen:
        body |= {
            "__setattr__": _refuse,
            "__delattr__": _refuse,
            "__getstate__": _state,
            "__setstate__": _restore,
        }
    if eq and frozen:
        body["__hash__"] = lambda self: hash(of(self))
    return type(plain)(plain.__name__, plain.__bases__, body)


def _field(name: str, kind: str, body: dict[str, Any]) -> dataclasses.Field[Any]:
    """Return a field as the standard library describes one, and take its default out of the class's body."""
    default = body.pop(name, dataclasses.MISSING)
    field: Any = default if isinstance(default, dataclasses.Field) else dataclasses.field(default=default)
    field.name, field.type, field._field_type, field.kw_only = name, kind, _KIND, False  # noqa: SLF001
    return field  # type: ignore[no-any-return]


def _make_init(self: Any, *values: Any, **named: Any) -> None:
    """Make the first value of a class: compile what makes the others, and put it in this one's place."""
    cls = type(self)
    given, lines, names = [], [], {"_FACTORY": _FACTORY}
    for name, field in cls.__dataclass_fields__.items():
        value = name
        names[f"_set_{name}"] = getattr(cls, name).__set__
        if field.default_factory is not dataclasses.MISSING:
            names[f"_make_{name}"] = field.default_factory
            value = f"_make_{name}() if {name} is _FACTORY else {name}"
            given.append(f"{name}=_FACTORY")
        elif field.default is not dataclasses.MISSING:
            names[f"_default_{name}"] = field.default
            given.append(f"{name}=_default_{name}")
        else:
            given.append(name)
        lines.append(f" _set_{name}(self, {value})")
    source = f"def __init__({', '.join(['self', *given])}):\n" + "\n".join(lines or [" pass"])
    exec(source, names)  # noqa: S102 - as the standard library does: names and nothing else stand in it
    cls.__init__ = names["__init__"]
    self.__init__(*values, **named)


def _equality(of: Callable[[Any], object]) -> Callable[[Any, Any], object]:
    """Return the comparison of values by what `of` takes out of them."""

    def equals(self: object, other: object) -> object:
        if self is other:
            return True
        return of(self) == of(other) if other.__class__ is self.__class__ else NotImplemented

    return equals


def _shown(self: Any) -> str:
    shown = (
        f"{name}={getattr(self, name)!r}" for name, field in self.__dataclass_fields__.items() if field.repr
    )
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse(self: object, name: str, *_value: object) -> NoReturn:
    raise dataclasses.FrozenInstanceError(f"cannot change {name} of a {type(self).__name__}")


def _state(self: Any) -> list[Any]:
    return [getattr(self, name) for name in self.__slots__]


def _restore(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value)

"""That each prop is drawn by a control frame."""

import importlib
import inspect
import pkgutil
import sys
import typing
from collections.abc import Callable, Iterator

import pytest
from manim import Animation, Mobject

import scenes.props
from tests.frames.pictures import PICTURES

FOLDER = scenes.props.__path__[0]
PREFIX = f"{scenes.props.__name__}."
MODULES = [
    module.name.removeprefix(PREFIX)
    for module in pkgutil.walk_packages(scenes.props.__path__, PREFIX)
    if not module.ispkg
]

DRAW_NOTHING = {
    "plane.arrow_scale": "a number: the length of a gradient that gets a full arrow",
    "plotting.casing": "what surrounds lines, arrows and dots on a picture",
    "plotting.dashes": "the outline of a dashed line",
    "plotting.geometry": "the outlines of lines, dots and arrowheads",
    "data.input_scale": "how the data's own x becomes the neuron's, as markup",
    "data.linear_rule": "the rule behind the data, as markup",
    "plane.loss_colors": "the colours of losses",
    "plane.loss_painting": "the pixels of the heat map in `weight_plane`",
    "plotting.scale": "numbers as places along an axis",
    "data.descent_panel": "counter, line and curve on one clock, each a prop of its own",
    "space.bowl": "what a surface is called",
    "space.surface_painting": "the pixels of the surface in `loss_surface`",
    "space.weight_space": "places in the box over the weight plane",
}
"""Modules that put nothing on the stage themselves, and what they are there for."""

Prop = type | Callable[..., object]


def is_drawn_kind(kind: object) -> bool:
    """Tell whether a class, or one inside of a list or tuple of such, can be seen."""
    if inspect.isclass(kind) and issubclass(kind, Mobject | Animation):
        return True
    return any(map(is_drawn_kind, typing.get_args(kind)))


def returns_something_drawn(function: Callable[..., object]) -> bool:
    return is_drawn_kind(typing.get_type_hints(function).get("return"))


def props_of(module: str) -> Iterator[tuple[str, Prop]]:
    """Yield what a module offers that can be seen: classes, and functions that return such.

    The methods of a prop are its own business. A class that is no prop itself is there for what
    its methods return.
    """
    for name, thing in vars(importlib.import_module(f"scenes.props.{module}")).items():
        if name.startswith("_") or getattr(thing, "__module__", "") != f"scenes.props.{module}":
            continue
        if is_drawn_kind(thing) or (inspect.isfunction(thing) and returns_something_drawn(thing)):
            yield name, thing
        elif inspect.isclass(thing):
            for method, function in inspect.getmembers(thing, inspect.isfunction):
                if not method.startswith("_") and returns_something_drawn(function):
                    yield f"{name}.{method}", function


@pytest.fixture(scope="module")
def drawn() -> set[object]:
    """What all pictures are made of: classes of mobjects, and the code in props that was run."""
    drawn: set[object] = set()

    def note(frame, event, argument):
        if event == "call" and frame.f_code.co_filename.startswith(FOLDER):
            drawn.add(frame.f_code)

    for build, theme in PICTURES.values():
        sys.setprofile(note)
        try:
            picture = build(theme)
        finally:
            sys.setprofile(None)
        for mobject in picture.mobjects:
            drawn.update(kind for part in mobject.get_family() for kind in type(part).__mro__)
    return drawn


@pytest.mark.parametrize("module", sorted(set(MODULES) - set(DRAW_NOTHING)))
def test_each_prop_is_drawn(module, drawn):
    props = dict(props_of(module))
    assert props, f"scenes.props.{module} has no prop: say in DRAW_NOTHING what it is there for"
    for name, prop in props.items():
        if inspect.isclass(prop) and issubclass(prop, Mobject):
            found = prop in drawn
        else:  # nothing else is left to see of an animation or a function
            found = (prop.__init__ if inspect.isclass(prop) else prop).__code__ in drawn
        assert found, f"no picture in tests/frames/pictures shows {module}.{name}"


@pytest.mark.parametrize("module", DRAW_NOTHING)
def test_the_others_draw_nothing(module):
    assert module in MODULES
    assert dict(props_of(module)) == {}


def test_a_prop_that_is_not_drawn_is_found(drawn, monkeypatch):
    from scenes.props.plotting import legend

    class NewProp(Mobject):
        pass

    def new_props() -> list[NewProp]:
        return [NewProp()]

    for thing in (NewProp, new_props):
        thing.__module__ = legend.__name__
        with monkeypatch.context() as patch:
            patch.setattr(legend, thing.__name__, thing, raising=False)
            with pytest.raises(AssertionError, match=f"shows plotting.legend.{thing.__name__}"):
                test_each_prop_is_drawn("plotting.legend", drawn)

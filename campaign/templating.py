"""Templates at the pace of a page: a list calls some 600 functions and macros, and most of the time is asking how."""

from collections.abc import Callable
from functools import lru_cache
from types import FunctionType, MethodType
from typing import Any, cast

from flask import Flask, request, url_for
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Context, Macro
from markupsafe import Markup, escape

from campaign.i18n import current

PLAIN = (FunctionType, MethodType)


class Pieces(CodeGenerator):
    """A page is joined from pieces: none of them has to be marked as safe, only to be so."""

    def _output_child_pre(self, node: nodes.Expr, frame: Frame, finalize: Any) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape or finalize.src:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.piece(")


def piece(value: Any) -> str:
    """What stands in a page for this value; most of what is put into one was escaped before, or is a short word."""
    kind = type(value)
    if kind is Markup:
        return cast(Markup, value)
    return _escaped(value) if kind is str and len(value) < 100 else escape(value)


@lru_cache(8192)
def _escaped(text: str) -> Markup:
    return escape(text)


class PageContext(Context):
    """Jinja looks at each called thing three times to see whether it wants the page; ours say it once or never.
    And it compares, at each import of a macro, the globals of the two templates: ours all have the same."""

    def __init__(self, environment: Any, parent: Any, name: Any, blocks: Any, globals: Any = None) -> None:
        super().__init__(environment, parent, name, blocks)

    def call(self, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        kind = type(called)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind not in PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **kwargs)
        if kwargs:
            kwargs.pop("_loop_vars", None)
            kwargs.pop("_block_vars", None)
        return called(*args, **kwargs)


@lru_cache(4096, typed=True)  # text and markup of the same letters are drawn differently
def kept(macro: Macro, *arguments: Any) -> Markup:
    """What a macro draws from these arguments and nothing else (no reader, no language, no clock), drawn once."""
    return Markup(macro(*arguments))


def keep(macro: Macro) -> Callable[..., Markup]:
    """This macro, drawn once for the same plain arguments in the same language: it reads nothing else, no reader and no
    clock, so what was drawn cannot be out of date. Only in a template that is imported without its page."""

    @lru_cache(2048, typed=True)
    def drawn(language: str, *arguments: Any, **named: Any) -> Markup:
        return Markup(macro(*arguments, **named))

    def draw(*arguments: Any, **named: Any) -> Markup:
        return drawn(current(), *arguments, **named)

    return draw


def address(endpoint: str, **values: Any) -> str:
    """`url_for` for templates: a page names some sixty addresses, most of them the same as the page before."""
    try:
        return _path(request.script_root, endpoint, tuple(values.items()))
    except TypeError:  # a list among the values: an address that hardly comes again
        return url_for(endpoint, **values)


@lru_cache(16_384)
def _path(root: str, endpoint: str, values: tuple[tuple[str, Any], ...]) -> str:
    return url_for(endpoint, **dict(values))


def install(app: Flask) -> None:
    app.jinja_env.context_class = PageContext
    app.jinja_env.code_generator_class = Pieces
    app.jinja_env.piece = piece  # type: ignore[attr-defined]
    app.jinja_env.globals.update(keep=keep, kept=kept, url_for=address)

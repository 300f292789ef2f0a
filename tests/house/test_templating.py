"""Templates may be quick, and must still say the same: who is called how, what is kept, where an address leads."""

from collections.abc import Callable
from typing import Any

from flask import Flask, render_template_string
from jinja2 import pass_context
from markupsafe import Markup

from campaign import i18n, templating
from tests.browser import Browser


def test_a_function_that_wants_the_page_gets_it_and_nobody_else_does(app: Flask) -> None:
    @pass_context
    def seen(context: Any, name: str) -> str:
        return f"{context['shared']}-{name}-{context.get('two')}"

    class Called:
        def __call__(self, *given: object) -> str:
            return str(given)

    loop = "{% for one in (1, 2) %}{% set two = one %}"
    page = loop + "{{ seen('x') }} {{ plain(one) }} {{ thing(one) }} {{ 'a'.join('bc') }};{% endfor %}"
    with app.test_request_context("/"):
        said = render_template_string(page, shared="s", seen=seen, plain=lambda *given: given, thing=Called())
    assert said == "s-x-1 (1,) (1,) bac;s-x-2 (2,) (2,) bac;"


def test_what_a_macro_says_is_escaped_once(app: Flask) -> None:
    page = "{% macro b(x) %}<b>{{ x }}</b>{% endmacro %}{{ b('<i>') }}{{ kept(b, '<i>') }}{{ b(b('&')) }}"
    with app.test_request_context("/"):
        said = render_template_string(page)
    assert said == "<b>&lt;i&gt;</b><b>&lt;i&gt;</b><b><b>&amp;</b></b>"


def test_what_is_kept_is_drawn_once(app: Flask) -> None:
    drawn: list[int] = []

    def draw(n: int) -> int:
        drawn.append(n)
        return n

    page = "{% macro b(n) %}{{ draw(n) }}{% endmacro %}{% for n in (7, 7, 8) %}{{ kept(b, n) }}{% endfor %}"
    with app.test_request_context("/"):
        assert render_template_string(page, draw=draw) == "778"
    assert drawn == [7, 8]


def test_what_is_kept_is_drawn_once_in_each_language(app: Flask) -> None:
    drawn: list[int] = []
    page = app.jinja_env.from_string("{% macro b(n) %}{{ draw(n) or '' }}{{ n }} {{ _('Draft') }}{% endmacro %}")
    macro = templating.keep(page.make_module({"draw": drawn.append}).b)  # type: ignore[attr-defined]
    with app.test_request_context("/"):
        assert (macro(7), macro(7)) == ("7 Draft", "7 Draft")
        with i18n.language("es"):
            assert (macro(7), macro(n=8)) == ("7 Borrador", "8 Borrador")
    assert drawn == [7, 7, 8]


def test_text_never_stands_for_markup_of_the_same_letters(app: Flask) -> None:
    page = "{% macro b(x) %}{{ x }}{% endmacro %}{% set c = keep(b) %}"
    page += "{% for one in (marked, text, marked) %}{{ kept(b, one) }} {{ c(one) }} {% endfor %}"
    with app.test_request_context("/"):
        said = render_template_string(page, marked=Markup("<i>"), text="<i>")
    assert said == "<i> <i> &lt;i&gt; &lt;i&gt; <i> <i> "


def test_an_address_belongs_to_where_the_product_is_mounted(app: Flask) -> None:
    page = "{{ url_for('home.search', q=words) }}"
    for root, words, leads in (
        ("", "a b", "/search?q=a+b"),
        ("/salud", "a b", "/salud/search?q=a+b"),
        ("", ["x", "y"], "/search?q=x&amp;q=y"),
    ):
        with app.test_request_context("/", base_url=f"http://localhost{root}"):
            assert render_template_string(page, words=words) == leads


def test_the_small_keys_of_a_list_are_drawn_once_for_each_picture(
    app: Flask, client_of: Callable[..., Browser]
) -> None:
    app.jinja_env.cache.clear()  # type: ignore[union-attr]  # and with the templates what their lines have kept
    templating.kept.cache_clear()
    client_of("planner.us").get("/materials/")
    first = templating.kept.cache_info().misses
    client_of("planner.us").get("/materials/")
    assert first > 0
    assert templating.kept.cache_info().misses == first

"""The law of the routes: each names a rule, and its address alone says in which file its code stands."""

import inspect
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from flask import Flask

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign, Track
from campaign.config import folder
from campaign.web import Blueprint, Guard, anyone, signed_in
from tests.house.places import guard_of

METHODS = {"HEAD", "OPTIONS", "GET", "POST", "PUT"}
# The start page, the one address on paper, and what watchers ask (contract §4): no feature's names.
OTHER_PREFIXES = {"home": "/", "library": "/e/", "health": "/"}


def views(app: Flask) -> list[tuple[str, Any]]:
    return sorted(app.view_functions.items())


def test_every_route_names_a_rule(app: Flask) -> None:
    """ASVS V8.3.1."""
    assert [endpoint for endpoint, view in views(app) if not isinstance(getattr(view, "guard", None), Guard)] == []


def test_nothing_is_served_past_the_gate(app: Flask) -> None:
    """ASVS V13.4.1, V13.4.3."""
    assert app.static_folder is None
    assert all(set(rule.methods or ()) <= METHODS for rule in app.url_map.iter_rules())


def test_a_write_is_open_to_the_public_only_to_come_in(app: Flask) -> None:
    writes = {rule.endpoint for rule in app.url_map.iter_rules() if {"POST", "PUT"} & (rule.methods or set())}
    coming_in = {"accounts.sign_in", "accounts.second", "accounts.sign_in_by_passkey", "accounts.agency_enter"}
    coming_in |= {"accounts.forgotten", "accounts.reset", "partners.register", "partners.join", "people.join"}
    coming_in |= {"uploads.enter"}
    coming_in |= {"accounts.digest_off", "accounts.notices_off"}  # to stop letters, by the link in them
    coming_in |= {f"uploads.link_{name}" for name in ("announce", "piece", "end", "remove", "write", "send")}
    assert {endpoint for endpoint in writes if guard_of(app, endpoint).allow is anyone} == coming_in


def test_an_address_leads_to_its_file(app: Flask) -> None:
    """`/materials/7/edit` is `materials.edit` is `edit` in campaign/materials/… (house §1)."""
    wrong = []
    for endpoint, view in views(app):
        feature, _dot, name = endpoint.partition(".")
        if view.__name__ != name or not view.__module__.startswith(f"campaign.{feature}."):
            wrong.append(f"{endpoint} is {view.__module__}.{view.__name__}")
    assert wrong == []


def test_an_address_begins_with_its_feature(app: Flask) -> None:
    wrong = []
    for rule in app.url_map.iter_rules():
        feature = rule.endpoint.partition(".")[0]
        if not rule.rule.startswith(OTHER_PREFIXES.get(feature, f"/{feature}/")):
            wrong.append(f"{rule.rule} is {rule.endpoint}")
    assert wrong == []


def test_every_template_of_a_page_belongs_to_a_view_of_that_name(app: Flask) -> None:
    """templates/materials/edit.html is the page of materials.edit; parts of pages begin with an underscore."""
    root = folder("templates")
    pages = [path.relative_to(root) for path in root.rglob("*.html")]
    features = {endpoint.partition(".")[0] for endpoint in app.view_functions}
    own = [path for path in pages if path.parts[0] in features and len(path.parts) == 2 and path.name[0] != "_"]
    endpoints = {Path(endpoint.replace(".", "/") + ".html") for endpoint in app.view_functions}
    assert sorted(str(path) for path in own if path not in endpoints) == []


def test_every_part_of_an_address_is_typed(app: Flask) -> None:
    wrong = []
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        hints = {name: kind for name, kind in get_type_hints(view).items() if name != "return"}
        if set(hints) != rule.arguments or set(inspect.signature(view).parameters) != rule.arguments:
            wrong.append(f"{rule.rule}: {sorted(hints)}")
        for name in guard_of(app, rule.endpoint).loads:
            if type(rule._converters[name]).__name__ not in ("IdConverter", "KeyConverter"):
                wrong.append(f"{rule.rule}: <{name}> is no <id:…> or <key:…>")
    assert wrong == []


def test_one_address_has_one_form_with_its_end(app: Flask) -> None:
    """No two rules of one endpoint, and only an index ends in a slash."""
    rules = list(app.url_map.iter_rules())
    assert sorted({r.endpoint for r in rules if [s.endpoint for s in rules].count(r.endpoint) > 1}) == []
    assert [r.rule for r in rules if r.rule.endswith("/") and r.endpoint.split(".")[-1] != "index"] == []


# A route that breaks the law does not even come into being.


def see_thing(user: User, campaign: Campaign) -> bool:
    return True


def edit_thing(user: User, campaign: Campaign) -> bool:
    return True


def show(campaign: Campaign) -> str:
    return ""


def show_two(campaign: Campaign, track: Track) -> str:
    return ""


def show_none() -> str:
    return ""


def test_a_route_without_a_rule_is_a_type_error() -> None:
    for method in ("get", "post", "put", "form"):
        with pytest.raises(TypeError, match="allow"):
            getattr(Blueprint("x", __name__), method)("/")
    with pytest.raises(TypeError, match="demand a rule"):
        Blueprint("x", __name__).route("/")


@pytest.mark.parametrize("method", ["post", "put", "form"])
def test_a_rule_for_reading_may_not_guard_a_write(method: str) -> None:
    with pytest.raises(TypeError, match="rule for reading"):
        getattr(Blueprint("x", __name__), method)("/", allow=see_thing)


def test_an_object_in_the_address_needs_a_rule_for_seeing_it() -> None:
    with pytest.raises(TypeError, match="rule for seeing"):
        Blueprint("x", __name__).get("/<id:campaign>", allow=edit_thing)(show)


def test_one_object_per_address() -> None:
    with pytest.raises(TypeError, match="one object"):
        Blueprint("x", __name__).get("/<id:campaign>/<id:track>", allow=edit_thing, see=see_thing)(show_two)


def test_arguments_come_from_the_address() -> None:
    with pytest.raises(TypeError, match="come from its address"):
        Blueprint("x", __name__).get("/", allow=edit_thing, see=see_thing)(show)


def test_a_lawful_route_is_taken() -> None:
    blueprint = Blueprint("x", __name__)
    assert blueprint.get("/<id:campaign>", allow=edit_thing, see=see_thing)(show).guard.loads == {"campaign": Campaign}  # type: ignore[attr-defined]
    assert blueprint.form("/", allow=signed_in)(show_none).guard.see is None  # type: ignore[attr-defined]

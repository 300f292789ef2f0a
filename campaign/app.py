"""Builds the application: settings, database, gate, features, error pages and what templates may call."""

from datetime import timedelta
from typing import Any

import flask
from flask import Flask, render_template, request, url_for
from jinja2 import StrictUndefined
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from campaign import clock, db, i18n, permissions, web
from campaign.accounts.models import country_name, country_phrase
from campaign.accounts.views import accounts, manager
from campaign.audit import chain
from campaign.campaigns.views import campaigns
from campaign.clearance.keys import Keys, keys_large, keys_small
from campaign.clearance.pages import clearance
from campaign.config import Config, folder
from campaign.errors import NotAllowed, Refused, Stale
from campaign.facts.views import facts
from campaign.flyers.views import flyers
from campaign.home.views import home
from campaign.i18n import _
from campaign.library.views import library
from campaign.materials.views import materials, regions_for
from campaign.materials.words import notice_words, reason_words
from campaign.regions.views import regions

BLUEPRINTS = (home, accounts, campaigns, regions, facts, materials, clearance, flyers, library)


def create_app(config: Config | None = None, bind: Engine | Connection | None = None) -> Flask:
    """One application over one database; tests hand in the connection that they will roll back."""
    config = config or Config.read()
    db.bind(db.make_engine(config.database_url) if bind is None else bind)
    chain.use_key(config.audit_key)
    app = Flask("campaign", static_folder=None, template_folder=str(folder("templates")))
    app.config.update(_settings(config))
    app.extensions["campaign"] = config
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    i18n.install(app)
    manager.init_app(app)
    web.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(_globals())  # macros see globals only
    app.context_processor(_context)
    _answer_errors(app)
    app.wsgi_app = WhiteNoise(app.wsgi_app, root=str(folder("static")), prefix="static/", max_age=3600)  # type: ignore[method-assign]
    if config.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, config.trusted_proxies, config.trusted_proxies)  # type: ignore[method-assign]
    return app


def _settings(config: Config) -> dict[str, Any]:
    return {
        "SECRET_KEY": config.secret_key,
        "TESTING": config.testing,
        "WTF_CSRF_CHECK_DEFAULT": False,
        "WTF_CSRF_SSL_STRICT": False,
        "WTF_CSRF_TIME_LIMIT": None,
        "SESSION_COOKIE_NAME": "__Host-campaign" if config.is_secure else "campaign",
        "SESSION_COOKIE_SECURE": config.is_secure,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=12),
        "MAX_CONTENT_LENGTH": 2 * 1024 * 1024,
    }


def _globals() -> dict[str, Any]:
    """What every template and macro may call; macros see globals only."""

    def small(subject: Any) -> Keys:
        return keys_small(subject, web.someone())

    def large(subject: Any) -> Keys:
        return keys_large(subject, web.someone())

    return {
        "small_keys": small,
        "large_keys": large,
        "notice_words": notice_words,
        "reason_words": reason_words,
        "regions_of": regions_for,
        "side_order": web.order,
        "fmt_day": i18n.fmt_day,
        "may": permissions,
        "asset": web.asset,
        "language_url": _language_url,
        "country_name": country_name,
        "country_phrase": country_phrase,
        "fmt_date": i18n.fmt_date,
        "fmt_datetime": i18n.fmt_datetime,
        "fmt_time": i18n.fmt_time,
        "number": i18n.number,
    }


def _context() -> dict[str, Any]:
    user = web.someone()
    return {"me": user, "lang": i18n.current(), "sections": _sections(user), "now": clock.now()}


def _language_url(code: str) -> str:
    here = request.full_path.rstrip("?") if request.method == "GET" and request.endpoint else url_for("home.index")
    return url_for("accounts.language", code=code, next=here)


def _sections(user: Any) -> list[tuple[str, str, bool]]:
    """The menu: address, label, and whether the reader is there; what a role cannot use is not shown."""
    if user is None:
        return []
    shown = [
        ("home.index", _("Home"), True),
        ("campaigns.index", _("Campaigns"), permissions.read_campaigns(user)),
        ("materials.index", _("Materials"), permissions.read_materials(user)),
        ("flyers.index", _("Flyers"), permissions.read_flyers(user)),
        ("facts.index", _("Facts"), permissions.read_facts(user)),
        ("regions.index", _("Regions"), permissions.read_regions(user)),
    ]
    here = (request.endpoint or "").split(".")[0]
    return [(url_for(name), label, name.split(".")[0] == here) for name, label, is_shown in shown if is_shown]


def _answer_errors(app: Flask) -> None:
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Stale, _stale)
    app.register_error_handler(Refused, _refused)
    for kind in (StaleDataError, IntegrityError):
        app.register_error_handler(kind, _overtaken)
    app.register_error_handler(OperationalError, _crash)
    app.register_error_handler(Exception, _crash)


def _page(code: int, title: str, text: str, todo: str, kept: str = "") -> tuple[str, int]:
    db.session.rollback()
    db.read_only()
    web.log.info("answered", code=code, reference=web.reference(), path=request.path)
    page = render_template(
        "errors/error.html", code=code, title=title, text=text, kept=kept, todo=todo, reference=web.reference()
    )
    return page, code


def _http_error(error: HTTPException) -> Any:
    code = error.code or 500
    words: dict[int, tuple[str, str, str]] = {
        400: (
            _("This request could not be read"),
            _("Part of it is missing or too old, for example a form that stayed open for very long."),
            _("Go back, reload the page and send it again."),
        ),
        403: (
            _("This is not yours to do"),
            _("Your role or your side does not allow it. The page exists; the act belongs to somebody else."),
            _("Ask a person of your side who holds that role."),
        ),
        404: (
            _("This page was not found"),
            _("The address is wrong, or the thing is not shown to you."),
            _("Go to the start page or search in the lists."),
        ),
        405: (
            _("This address does not do that"),
            _("It was called in a way that it does not know."),
            _("Go back and use the buttons of the page."),
        ),
        413: (
            _("That is too large"),
            _("A form may have at most 2 MB."),
            _("Shorten the text and send it again."),
        ),
    }
    if code < 400:
        return error
    title, text, todo = words.get(code, (_("This did not work"), error.name, _("Go back and try again.")))
    return _page(code, title, text, todo, kept=_("Nothing was changed."))


def _refused(error: Refused) -> tuple[str, int]:
    code = 403 if isinstance(error, NotAllowed) else 409
    return _page(code, _("This was not done"), error.message, _("Go back to the page."), kept=_("Nothing was changed."))


def _stale(error: Stale) -> tuple[str, int]:
    """Both texts side by side; the person's own can be sent again with the new counter, so nothing is lost."""
    db.session.rollback()
    db.read_only()
    fields = [(n, v) for n, v in request.form.items(multi=True) if n not in ("csrf_token", "version")]
    page = render_template(
        "errors/conflict.html",
        title=error.message,
        rows=error.differences,
        form_action=request.path,
        fields=[*fields, ("version", str(error.version))],
        keep_url=request.path,
        reference=web.reference(),
    )
    return page, 409


def _overtaken(error: Exception) -> tuple[str, int]:
    """Two people acted in the same second: the database let one through."""
    web.log.warning("overtaken", error=repr(error), reference=web.reference())
    return _page(
        409,
        _("Somebody was faster"),
        _("Another person changed or decided the same thing while you did."),
        _("Go back, reload the page and look at what is there now."),
        kept=_("What the other person did is kept; yours was not done."),
    )


def _crash(error: Exception) -> tuple[str, int]:
    web.log.exception("crashed", reference=web.reference(), path=request.path, exc_info=error)
    if flask.current_app.config.get("PROPAGATE_EXCEPTIONS"):
        raise error
    return _page(
        500,
        _("Something broke on our side"),
        _("It was written down under the number below."),
        _("Try again in a minute; if it happens again, tell your administrator the number."),
        kept=_("What you had saved before is safe."),
    )

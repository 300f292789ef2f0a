"""Builds the application: settings, database, gate, features, error pages and what templates may call."""

from dataclasses import replace
from datetime import time
from typing import Any

from flask import Flask, request, url_for
from jinja2 import StrictUndefined
from sqlalchemy.engine import Connection, Engine
from werkzeug.middleware.proxy_fix import ProxyFix

from campaign import clock, db, error_pages, i18n, paging, permissions, static_files, templating, web
from campaign.accounts import resets
from campaign.accounts.models import country_name, country_phrase
from campaign.accounts.pages import accounts, manager
from campaign.accounts.proof import KEEPER
from campaign.accounts.sessions import LONG
from campaign.audit import chain
from campaign.audit.views import audit
from campaign.campaigns.models import Campaign, Track, TrackState
from campaign.campaigns.pages import campaigns
from campaign.clearance.jobs import expire, remind
from campaign.clearance.keys import Keys, keys_large, keys_small
from campaign.clearance.pages import clearance
from campaign.config import Config, folder
from campaign.db import Side
from campaign.exports.jobs import forget_old, make_export
from campaign.exports.views import exports
from campaign.facts.views import facts
from campaign.flyers.beside import beside
from campaign.flyers.formats import other_formats, pages_in
from campaign.flyers.jobs import render_batch
from campaign.flyers.marks.jobs import send_all
from campaign.flyers.pages import flyers
from campaign.flyers.stock.standing import Standing, standings
from campaign.flyers.words import format_words, layout_words, look_words, size_words, view_words
from campaign.health import metrics
from campaign.health.jobs import check, tidy
from campaign.health.views import health
from campaign.help.views import help
from campaign.holds.pages import holds
from campaign.home.digest import ask_digests, write_digests
from campaign.home.pages import home
from campaign.i18n import _
from campaign.jobs.periodic import Timetable
from campaign.jobs.views import jobs
from campaign.jobs.work import Doer
from campaign.kits import jobs as kit_jobs
from campaign.kits.pages import kits
from campaign.library.pages import library
from campaign.mail.jobs import deliver
from campaign.materials.comments.showing import sheet_pages
from campaign.materials.files.jobs import draw
from campaign.materials.jobs import gather
from campaign.materials.pages import materials
from campaign.materials.views import regions_for, sheet_keys
from campaign.materials.words import notice_words, reason_words, type_words
from campaign.partners import phones
from campaign.partners.accreditations.jobs import keep
from campaign.partners.admission import admit
from campaign.partners.imports.jobs import bring_in
from campaign.partners.logos.jobs import warn
from campaign.partners.pages import partners
from campaign.people.pages import people
from campaign.regions.views import regions
from campaign.reviews import jobs as of_reviews
from campaign.reviews.pages import reviews
from campaign.reviews.showing import Shown, review_shown
from campaign.rights import jobs as of_rights
from campaign.rights.pages import rights
from campaign.schedule.in_campaign import InCampaign, of_campaign
from campaign.schedule.launch.lines import Line, of_tracks
from campaign.schedule.pages import schedule
from campaign.schedule.reports import jobs as report_jobs
from campaign.uploads import jobs as upload_jobs
from campaign.uploads.pages import uploads

BLUEPRINTS = (
    *(home, accounts, campaigns, regions, facts, materials, clearance, flyers, holds, library, jobs, health),
    *(audit, help),
    partners,
    people,
    exports,
    uploads,
    rights,
    kits,
    reviews,
    schedule,
)
JOBS: dict[str, Doer] = {  # the only map of kinds
    "mail.deliver": deliver,
    "accounts.reset": resets.answer,
    "flyers.batch": render_batch,
    "flyers.marks": send_all,
    "files.preview": draw,
    "clearance.expire": expire,
    "clearance.remind": remind,
    "health.check": check,
    "health.tidy": tidy,
    "partners.accreditations": keep,
    "partners.import": bring_in,
    "partners.logos": warn,
    "uploads.check": upload_jobs.check,
    "uploads.close": upload_jobs.close,
    "rights.expire": of_rights.expire,
    "rights.warn": of_rights.warn,
    "rights.destroy": of_rights.destroy,
    "rights.remove": of_rights.remove,
    "exports.make": make_export,
    "exports.forget": forget_old,
    "materials.words": gather,
    "kits.make": kit_jobs.make,
    "kits.renew": kit_jobs.renew,
    "home.ask_digests": ask_digests,
    "home.digest": write_digests,
    "reviews.remind": of_reviews.remind,
    "schedule.remind": report_jobs.remind,
}
# What comes back every day, at which time (UTC): a review-by date has passed when its day is over there.
DAILY: Timetable = {
    "clearance.expire": time(0, 1),
    "clearance.remind": time(0, 10),
    "partners.accreditations": time(0, 20),
    "partners.logos": time(0, 25),
    "uploads.close": time(0, 40),
    "reviews.remind": time(12, 0),  # when the day on which a step is due begins at the desks of both sides
    "schedule.remind": time(15, 30),  # in the morning of all places, from Tijuana to the Gulf
    "rights.expire": time(0, 5),
    "rights.warn": time(0, 30),
    "rights.destroy": time(0, 40),
    "kits.renew": time(0, 40),
    "materials.words": time(0, 50),
    "home.ask_digests": time(0, 55),
    "exports.forget": time(8, 45),
    "health.check": time(8, 0),
    "health.tidy": time(8, 30),
}


def create_app(config: Config | None = None, bind: Engine | Connection | None = None) -> Flask:
    """One application over one database; tests hand in the connection that they will roll back."""
    config = config or Config.read()
    db.bind(db.make_engine(config.database_url) if bind is None else bind)
    chain.use_key(config.audit_key)
    app = Flask("campaign", static_folder=None, template_folder=str(folder("templates")))
    app.config.update(_settings(config))
    app.extensions["campaign"] = config
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    templating.install(app)
    i18n.install(app)
    manager.init_app(app)
    web.install(app, replace(KEEPER, admit=admit))
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.jinja_env.globals.update(_globals())  # macros see globals only
    app.context_processor(_context)
    error_pages.install(app)
    metrics.install(app, config)
    app.wsgi_app = static_files.serve(  # type: ignore[method-assign]
        app.wsgi_app, config.data, web.of_file(config.is_secure)
    )
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
        "PERMANENT_SESSION_LIFETIME": LONG,
        "MAX_CONTENT_LENGTH": web.LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": web.LARGEST_FORM,
    }


def _globals() -> dict[str, Any]:
    """What every template and macro may call; macros see globals only."""

    def small(subject: Any) -> Keys:
        return keys_small(subject, web.someone())

    def large(subject: Any) -> Keys:
        return keys_large(subject, web.someone())

    def review_of(version: Any) -> Shown | None:
        return review_shown(version, web.someone())

    def stock_of(version: Any) -> list[Standing]:
        return standings(version, web.someone(), clock.now())

    def launch_lines(tracks: list[Track]) -> list[Line]:
        """Of the tracks of a campaign that are launched next."""
        ahead = [track for track in tracks if track.state in (TrackState.agreed, TrackState.scheduled)]
        return of_tracks(tracks, ahead, web.me(), clock.now())

    def schedule_in(campaign: Campaign, sides: list[Side]) -> InCampaign:
        return of_campaign(campaign, sides, web.me(), clock.now())

    return {
        "launch_lines": launch_lines,
        "schedule_in": schedule_in,
        "review_of": review_of,
        "stock_of": stock_of,
        "small_keys": small,
        "large_keys": large,
        "notice_words": notice_words,
        "reason_words": reason_words,
        "type_words": type_words,
        "regions_of": regions_for,
        "sheet_pages": sheet_pages,
        "sheet_keys": sheet_keys,
        "pages_beside": beside,
        "format_words": format_words,
        "other_formats": other_formats,
        "pages_in": pages_in,
        "layout_words": layout_words,
        "view_words": view_words,
        "look_words": look_words,
        "size_words": size_words,
        "side_order": web.order,
        "fmt_day": i18n.fmt_day,
        "may": permissions,
        "asset": static_files.asset,
        "request_token": web.request_token,
        "language_url": _language_url,
        "country_name": country_name,
        "country_phrase": country_phrase,
        "fmt_date": i18n.fmt_date,
        "fmt_datetime": i18n.fmt_datetime,
        "fmt_on": i18n.fmt_on,
        "fmt_time": i18n.fmt_time,
        "number": i18n.number,
        "phone": phones.shown,
        "amount": paging.amount,
    }


def _context() -> dict[str, Any]:
    user = web.someone()
    return {"me": user, "lang": i18n.current(), "sections": _sections(user), "now": clock.now()}


def _language_url(code: str) -> str:
    here = request.full_path.rstrip("?") if request.method == "GET" and request.endpoint else url_for("home.index")
    return templating.address("accounts.language", code=code, next=here)


def _sections(user: Any) -> list[tuple[str, str, bool]]:
    """The menu: address, label, and whether the reader is there; what a role cannot use is not shown."""
    if user is None or not permissions.works(user):
        return []
    shown = [
        ("home.index", _("Home"), True),
        ("campaigns.index", _("Campaigns"), permissions.read_campaigns(user)),
        ("materials.index", _("Materials"), permissions.read_materials(user)),
        ("flyers.index", _("Flyers"), permissions.read_flyers(user)),
        ("facts.index", _("Facts"), permissions.read_facts(user)),
        ("schedule.index", _("Schedule"), permissions.read_schedule(user)),
        ("regions.index", _("Regions"), permissions.read_regions(user)),
        ("people.index", _("People"), permissions.read_people(user) and user.is_administrator),
        ("partners.index", _("Partners"), permissions.read_partners(user)),
    ]
    here = (request.endpoint or "").split(".")[0]
    return [
        (templating.address(name), label, name.split(".")[0] == here) for name, label, is_shown in shown if is_shown
    ]

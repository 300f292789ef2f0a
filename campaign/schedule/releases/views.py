"""Pages of the released schedule: releasing it, what each release brought, and what the public reads of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from flask import abort, flash, redirect, render_template, request, url_for
from sqlalchemy import Select
from sqlalchemy.orm import lazyload
from werkzeug.wrappers import Response

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.db import Side, session
from campaign.i18n import LANGUAGES, _, current, fmt_date, language
from campaign.permissions import release_schedule, see_campaign
from campaign.schedule import clash_words
from campaign.schedule.blueprint import schedule
from campaign.schedule.models import Activity, visible_to
from campaign.schedule.releases import actions, words
from campaign.schedule.releases.content import Content, Shown, read
from campaign.schedule.releases.forms import ReleaseForm
from campaign.schedule.releases.models import Release, ReleaseItem, current_of, items_of, releases_of
from campaign.schedule.releases.obstacles import obstacles
from campaign.schedule.words import month_words
from campaign.web import anyone, me, order, someone

MOST_RELEASES = 30  # of one changelog page
MOST_DATES = 300  # of one public page
MOST_MONTHS = 36  # offered as sheets of their own


@schedule.form("/releases/<id:campaign>/new", allow=release_schedule, see=see_campaign)
def release(campaign: Campaign) -> Response | tuple[str, int]:
    """What would be added, moved, changed and cancelled, and the button; nobody releases what was not shown."""
    form, side = ReleaseForm(), order(me())[0]
    if form.validate_on_submit() and form.carried_out(lambda: _press(campaign, form)):
        flash(_("Released. Public page and calendars show it from now on."), "good")
        return redirect(url_for(".releases", code=campaign.code), 303)
    found = actions.difference(campaign, side)
    page = render_template(
        "schedule/release.html",
        campaign=campaign,
        form=form,
        found=found,
        obstacles=obstacles(found.steps, now()),
        clash_words=clash_words,
        may_begin=actions.may_begin(campaign, side),
        words=words,
        sides=order(me()),
    )
    return page, form.status


def _press(campaign: Campaign, form: ReleaseForm) -> None:
    actions.release(campaign, form.seen.data or "", form.note, me(), now())


@schedule.get("/releases/<code>", allow=anyone)
def releases(code: str) -> str:
    """The changelog, in both languages at once; the public reads of it what is public now, people of a side what they
    see of the campaign."""
    campaign = campaign_of(code)
    reader, public_ids = someone(), set(session.scalars(_ids(current_of(campaign.id).where(ReleaseItem.is_public))))
    is_inside = reader is not None and see_campaign(reader, campaign)
    if not public_ids and not is_inside:
        abort(404)
    own = set(session.scalars(seen(campaign, reader))) if reader is not None and is_inside else set[int]()
    made = session.scalars(releases_of(campaign.id).limit(MOST_RELEASES)).all()
    brought = defaultdict(list)
    for item in session.scalars(plain(items_of([one.id for one in made]))):
        if item.activity_id in own or (item.is_public and item.activity_id in public_ids):
            brought[item.release_id].append((item, read(item.content)))
    return render_template(
        "schedule/releases.html",
        campaign=campaign,
        releases=[one for one in made if is_inside or brought[one.id]],
        brought=brought,
        languages=_languages(),
        words=words,
        sides=order(reader),
        is_inside=is_inside,
        is_public=bool(public_ids),
        may_release=reader is not None and release_schedule(reader, campaign),
    )


def _ids(query: Select[ReleaseItem]) -> Select[int]:
    return query.order_by(None).with_only_columns(ReleaseItem.activity_id)


def seen(campaign: Campaign, reader: User) -> Select[int]:
    """The activities of the campaign that this person sees, released or not."""
    return visible_to(reader).where(Activity.campaign_id == campaign.id).with_only_columns(Activity.id)


def plain(query: Select[ReleaseItem]) -> Select[ReleaseItem]:
    return query.options(lazyload(ReleaseItem.release))


def _languages() -> tuple[str, ...]:
    """The reader's first."""
    return (current(), *(code for code in LANGUAGES if code != current()))


@dataclass(frozen=True)
class Entry:
    """One date on the public page."""

    content: Content
    shown: Shown


@dataclass(frozen=True)
class Said:
    """What the public page says of one date in one language."""

    day: str
    kind: str
    title: str
    state: str
    clocks: list[words.Clock]


@schedule.get("/public/<code>", allow=anyone)
def public(code: str) -> str:
    """What anybody may come to: dates from today on, as they were released last; without a sign-in, in both languages.
    A campaign that released nothing for the public is not known here."""
    campaign = campaign_of(code)
    items = session.scalars(plain(current_of(campaign.id).where(ReleaseItem.is_public))).all()
    if not items:
        abort(404)
    sides, chosen = order(someone()), request.args.get("side", "")
    entries = sorted(_coming(items, now()), key=lambda one: _place_in_time(one.shown))
    if chosen in Side.__members__:
        entries = [one for one in entries if any(spot.side is Side(chosen) for spot in one.content.spots)]
    is_cut, entries = len(entries) > MOST_DATES, entries[:MOST_DATES]
    return render_template(
        "schedule/public.html",
        campaign=campaign,
        entries=list(zip(entries, *(_said(code, entries, sides) for code in _languages()), strict=True)),
        is_cut=is_cut,
        last=session.scalars(releases_of(campaign.id).where(Release.id.in_({one.release_id for one in items}))).first(),
        languages=_languages(),
        heads=[_head(code) for code in _languages()],
        months=_months(items),
        sides=sides,
        chosen=chosen,
    )


def _months(items: Iterable[ReleaseItem]) -> list[tuple[str, str]]:
    """Those in which something is, for the sheets of one month."""
    found = {shown.when.starts_on.replace(day=1) for item in items for shown in read(item.content).dates()}
    return [(f"{month:%Y-%m}", month_words(month)) for month in sorted(found)[:MOST_MONTHS]]


def _head(code: str) -> tuple[str, str]:
    with language(code):
        return _("Schedule"), _("What you can come to. It shows what was released last.")


def _said(code: str, entries: list[Entry], sides: list[Side]) -> list[Said]:
    with language(code):
        return [_say(one.content, one.shown, code, sides) for one in entries]


def _say(content: Content, shown: Shown, code: str, sides: list[Side]) -> Said:
    state = _("Called off") if shown.is_cancelled else ""
    if shown.is_moved and not shown.is_cancelled:
        state = _("Moved from %(date)s", date=fmt_date(shown.on)) if shown.on != shown.when.starts_on else _("Moved")
    title = content.title.of(code) or content.title.twin(code)
    kind, clocks = words.type_of(content.type), words.clocks(content, shown.when, sides)
    return Said(words.long_days_of(shown.when), kind, title, state, clocks)


def campaign_of(code: str) -> Campaign:
    return session.get(Campaign, _number(code)) or abort(404)


def _number(code: str) -> int:
    """Of `C-012` or `12`; what is neither names nothing."""
    number = code.upper().removeprefix("C-")
    is_one = number.isascii() and number.isdecimal() and len(number) < 19
    return int(number) if is_one else abort(404)


def _coming(items: Iterable[ReleaseItem], at: datetime) -> Iterator[Entry]:
    for item in items:
        content = read(item.content)
        today = content.today(at)
        for shown in content.dates():
            if shown.when.ends_on >= today:
                yield Entry(content, shown)


def _place_in_time(shown: Shown) -> tuple[date, str]:
    return shown.when.starts_on, f"{shown.when.starts_time or ''}"

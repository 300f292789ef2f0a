"""What a date alone changes (law 10): where a text is in force, and who is reminded before. It revokes nothing."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import Select, or_, select

from campaign import db
from campaign.accounts.models import Role, country_phrase
from campaign.accounts.notices import OFFICIALS, tell_side
from campaign.clearance import force
from campaign.clock import now
from campaign.config import Config
from campaign.db import Side, acting, lock_row, session
from campaign.facts.models import FactState, FactVersion
from campaign.i18n import _, current, fmt_date
from campaign.jobs.work import Result, Work
from campaign.mail.kinds import NoticeKind
from campaign.mail.models import Notice
from campaign.materials.lists import expired
from campaign.materials.models import Material, Version, VersionState

REMINDED = (7, 30)  # days before the review-by date; the nearest counts


def expire(work: Work, config: Config) -> Result:
    """Settle every text whose date has passed, each in a transaction of its own; twice changes and tells nothing."""
    db.read_only()
    is_used = or_(Material.in_force_us, Material.in_force_mx, Material.held_us, Material.held_mx)
    late = session.scalars(expired(now().date()).join(Version.material).where(is_used)).unique()
    materials = {version.material for version in late}
    ids = [one.id for one in sorted(materials, key=lambda one: (not one.is_flyer, one.id))]  # each is told for itself
    session.expunge_all()
    db.writing()
    return {"materials": [material_id for material_id in ids if _has_ended(work, material_id)]}


def _has_ended(work: Work, material_id: int) -> bool:
    """Whether it left force now, in one country at least; then both are told in the same transaction (laws 4 and 6)."""
    at = now()
    with acting(None, None, work.kind, at):
        material = session.get_one(Material, material_id)
        lock_row(material)
        before = _used_in(material)
        force.settle(material, at)
        left = [side for side in before if side not in _used_in(material)]
        if left:
            _tell_end(material, left, at)
        work.hold(note=material.code)
        session.commit()
    return bool(left)


def _used_in(material: Material) -> list[Side]:
    return [side for side in Side if material.is_in_force(side) or material.is_held(side)]


def _tell_end(material: Material, left: Sequence[Side], at: datetime) -> None:
    """Officials of both countries that it is for, and where it ended those who print it."""
    for side in material.territory.sides:
        roles = (*OFFICIALS, Role.printer) if side in left and material.is_flyer else OFFICIALS
        tell_side(
            side, lambda: _ended(material, left), _ended_text, _page_of(material), at, roles, kind=NoticeKind.holds
        )


def _page_of(material: Material) -> str:
    """Print staff see flyers, and no other material."""
    return f"/{'flyers' if material.is_flyer else 'materials'}/{material.id}"


def _ended(material: Material, left: Sequence[Side]) -> str:
    where = _("both countries") if len(left) == len(Side) else country_phrase(left[0])
    return _("Out of force in %(where)s: %(what)s", where=where, what=_name(material))


def _ended_text() -> str:
    return _(
        "Its review-by date, or the end date of a clearance, has passed. No new copies are printed there; copies that "
        "were handed out stay. It comes back into force when its facts are confirmed, or when it is sent and cleared "
        "anew."
    )


def remind(work: Work, config: Config) -> Result:
    """30 and 7 days before, one notice to the officials of each side whose it is; never two for the same date."""
    db.read_only()
    found = [(type(one), one.id) for query in _due(now().date()) for one in session.scalars(query).unique()]
    session.expunge_all()
    db.writing()
    return {"notices": sum(_remind(work, kind, row_id) for kind, row_id in found)}


def _due(on: date) -> Iterator[Select[FactVersion] | Select[Version]]:
    last = on + timedelta(days=max(REMINDED))
    is_live = FactVersion.state == FactState.in_force
    yield select(FactVersion).where(is_live, FactVersion.review_by.between(on, last)).order_by(FactVersion.id)
    is_used = Version.state == VersionState.in_force
    yield select(Version).where(is_used, Version.review_by.between(on, last)).order_by(Version.id)


def _remind(work: Work, kind: type[FactVersion] | type[Version], row_id: int) -> int:
    """How many sides were told. The end of the notice's address says for which date it was: that is the mark."""
    at = now()
    with acting(None, None, work.kind, at):
        one = cast(FactVersion | Version, session.get_one(kind, row_id))
        lock_row(one)
        told = [side for side in one.needed if _tell_date(one, side, at)]
        work.hold()
        session.commit()
    return len(told)


def _tell_date(one: FactVersion | Version, side: Side, at: datetime) -> bool:
    day = one.review_by
    if day is None or not 0 <= (day - at.date()).days <= max(REMINDED):
        return False
    days = min(stage for stage in REMINDED if (day - at.date()).days <= stage)
    page = f"/facts/{one.fact_id}" if isinstance(one, FactVersion) else f"/materials/{one.material_id}"
    path = f"{page}#review-{day.isoformat()}-{days}"
    if session.scalar(select(Notice.id).where(Notice.to_side == side, Notice.path == path).limit(1)):
        return False
    tell_side(side, _asked(one, day), lambda: _text(one), path, at, kind=NoticeKind.expiring)
    return True


def _asked(one: FactVersion | Version, day: date) -> Callable[[], str]:
    return lambda: _("To be reviewed by %(date)s: %(what)s", date=fmt_date(day), what=_name(one))


def _name(one: FactVersion | Version | Material) -> str:
    """As it is called in lists, in the language that is being written."""
    if isinstance(one, FactVersion):
        return one.title.of(current())
    material = one.material if isinstance(one, Version) else one
    return f"{material.code} {material.title.of(current()) or material.title.twin(current())}"


def _text(one: FactVersion | Version) -> str:
    if isinstance(one, FactVersion):
        return _(
            "After that day it is no longer printed, nor is anything that quotes it. Check it and have it cleared anew."
        )
    return _("After that day no new copies are printed. Check its facts, or send it and have it cleared anew.")

"""Search over everything that the reader may see; a code alone leads straight to its page. It never says that there is
more than the reader's own lists hold.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, render_template, request, url_for
from sqlalchemy import Select, select
from werkzeug.wrappers import Response

from campaign.accounts.models import User
from campaign.campaigns import words as campaign_words
from campaign.campaigns.models import Campaign
from campaign.campaigns.models import titled as campaigns_titled
from campaign.campaigns.models import visible_to as campaigns_visible_to
from campaign.db import Side, session
from campaign.facts.models import FILTERS, Fact, listed
from campaign.facts.words import KINDS as FACT_KINDS
from campaign.flyers.models import by_code
from campaign.forms import clean
from campaign.home.views import home
from campaign.jobs.models import Job
from campaign.materials.finding import marks_of, titled
from campaign.materials.lists import bare
from campaign.materials.models import Material, newest_versions, on_paper_in, visible_to
from campaign.paging import COUNTED, first_of
from campaign.partners.models import titled as partners_titled
from campaign.partners.models import visible_to as partners_visible_to
from campaign.partners.words import KINDS as PARTNER_KINDS
from campaign.permissions import (
    read_campaigns,
    read_facts,
    read_flyers,
    read_materials,
    read_partners,
    read_regions,
    see_campaign,
    see_edition,
    see_fact,
    see_flyer,
    see_job,
    see_material,
    see_region,
)
from campaign.regions.models import Region, find
from campaign.regions.words import LEVELS
from campaign.web import me, signed_in

MOST = 8
NUMBERED = {"C": Campaign, "F": Material, "M": Material, "J": Job}  # C-014, F-0142, M-0007, J-0003


@dataclass(frozen=True)
class Group:
    """What one list holds with these words: the first few, how many there are, and where the rest stands."""

    kind: str
    items: Sequence[Any]
    total: int
    url: str


@home.get("/search", allow=signed_in)
def search() -> Response | str:
    words = " ".join(clean(request.args.get("q"))[:200].split())
    page = _page_of(words, me())
    if page:
        return redirect(page, 303)
    groups = [group for group in _groups(words, me()) if group.total] if words else []
    shown = [material.id for group in groups if group.kind in ("materials", "flyers") for material in group.items]
    return render_template(
        "home/search.html",
        words=words,
        groups=groups,
        total=sum(group.total for group in groups),
        counted=COUNTED,
        newest={version.material_id: version for version in session.scalars(newest_versions(shown))} if shown else {},
        campaign_words=campaign_words,
        fact_kinds=FACT_KINDS,
        partner_kinds=PARTNER_KINDS,
        levels=LEVELS,
    )


def _page_of(words: str, user: User) -> str:
    """The page of the one thing that has this code; '' where there is none that this person may see."""
    typed = words.upper()
    kind, _dash, number = typed.partition("-")
    if kind in NUMBERED and number.isdecimal() and len(number) < 10:
        found: Any = session.get(NUMBERED[kind], int(number))
        is_so_called = not isinstance(found, Material) or found.code.startswith(kind)
        return _own_page(found, user) if found and is_so_called else ""
    region = session.get(Region, typed) if kind in Side.__members__ else None
    if region and see_region(user, region):
        return url_for("regions.show", region=region.key)
    fact = session.scalar(select(Fact).where(Fact.key == words.lower())) if " " not in words else None
    if fact and see_fact(user, fact):
        return url_for("facts.show", fact=fact.id)
    edition = session.scalar(by_code(words)) if len(words) == 8 else None
    if edition is None:
        return ""
    if see_edition(user, edition):
        return url_for("flyers.edition", edition=edition.id)
    return url_for("library.sheet", code=edition.code)  # what the public reads of it


def _own_page(found: Campaign | Material | Job, user: User) -> str:
    if isinstance(found, Campaign):
        return url_for("campaigns.show", campaign=found.id) if see_campaign(user, found) else ""
    if isinstance(found, Job):
        return url_for("jobs.show", job=found.id) if see_job(user, found) else ""
    if see_material(user, found):
        return url_for("materials.show", material=found.id)
    return url_for("flyers.show", material=found.id) if see_flyer(user, found) else ""


def _groups(words: str, user: User) -> Iterator[Group]:
    """The lists that this person may read, each asked for these words."""
    if read_campaigns(user):
        yield _group("campaigns", words, campaigns_titled(campaigns_visible_to(user), words))
    if read_materials(user):
        yield _group("materials", words, titled(bare(visible_to(user)), words, marks_of(user)))
    elif read_flyers(user) and user.side:
        yield _group("flyers", words, titled(bare(on_paper_in(user.side)), words))
    if read_facts(user):
        yield _group("facts", words, listed(words, {"waiting": [], **{name: [] for name in FILTERS}}))
    if read_partners(user):
        yield _group("partners", words, partners_titled(partners_visible_to(user), words))
    if read_regions(user):
        yield _group("regions", words, find(words))


def _group(kind: str, words: str, query: Select[Any]) -> Group:
    return Group(kind, *first_of(query, MOST), url_for(f"{kind}.index", q=words))

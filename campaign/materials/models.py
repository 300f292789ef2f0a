"""Materials, their blocks (the working draft) and their frozen versions;
one text model for everything shown to the public.
"""

import enum
import json
from datetime import date, datetime
from functools import cache

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    UniqueConstraint,
    bindparam,
    false,
    func,
    or_,
    select,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, composite, defer, lazyload, mapped_column, relationship, validates

from campaign.accounts.models import User
from campaign.audit.guards import frozen, guard
from campaign.campaigns.models import Campaign
from campaign.clock import now
from campaign.db import Base, Bilingual, Side, Territory, built_for_alike
from campaign.facts.clearable import Clearable
from campaign.facts.models import FactVersion
from campaign.fulltext import searchable
from campaign.paper.layouts import USUAL
from campaign.partners.models import Organization


class MaterialType(enum.Enum):
    """What it is. A flyer is written here; everything else comes as files."""

    flyer = "flyer"
    poster = "poster"
    leaflet = "leaflet"
    wallet_card = "wallet_card"
    video = "video"
    audio = "audio"
    social_post = "social_post"
    toolkit = "toolkit"
    image = "image"
    logo = "logo"


class Scope(enum.Enum):
    """A joint material needs both countries' clearance, a national one its own country's."""

    joint = "joint"
    national = "national"


class Register(enum.Enum):
    """How Spanish speaks to the reader; one per material (law 9)."""

    tu = "tu"
    usted = "usted"


class Shown(enum.Enum):
    """Who can be recognised in it; asked of whoever sends it, before anything else (law 16)."""

    unsaid = "unsaid"
    nobody = "nobody"
    adults = "adults"
    minors = "minors"


class MayUse(enum.Enum):
    """What its sender says about using it; what stands in a licence is an official's to enter."""

    unsaid = "unsaid"
    yes = "yes"
    unsure = "unsure"
    no = "no"


class BlockKind(enum.Enum):
    """What a block is on paper. `fact` quotes a fact version, `picture` shows an image's version; `alt` says in words
    what the picture shows."""

    headline = "headline"
    subline = "subline"
    point = "point"
    fact = "fact"
    alt = "alt"
    picture = "picture"


class VersionState(enum.Enum):
    """Of a frozen version, over both countries; each country's own key stands in us_key and mx_key."""

    submitted = "submitted"
    in_force = "in_force"
    changes_requested = "changes_requested"
    refused = "refused"
    superseded = "superseded"
    expired = "expired"
    withdrawn = "withdrawn"


class Material(Base):
    """A thing for the public. `author_ids` changed its text since the last clearance: they clear nothing of it."""

    __tablename__ = "materials"
    __table_args__ = (
        CheckConstraint("(scope = 'national') = (country IS NOT NULL)", name="country"),
        Index("ix_materials_open", "side", "has_draft", sql("(notice = '')"), sql("id DESC")),
        Index("ix_materials_draft_since", "side", "has_draft", "draft_since"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    type: Mapped[MaterialType]
    scope: Mapped[Scope]
    country: Mapped[Side | None]
    register: Mapped[Register]
    title_en: Mapped[str]
    title_es: Mapped[str]
    campaign_id: Mapped[int | None] = mapped_column(ForeignKey("campaigns.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organizations.id"))
    side: Mapped[Side]
    is_shared: Mapped[bool] = mapped_column(default=False)
    has_draft: Mapped[bool] = mapped_column(default=True)
    is_submitted: Mapped[bool] = mapped_column(default=False)
    in_force_us: Mapped[bool] = mapped_column(default=False)
    in_force_mx: Mapped[bool] = mapped_column(default=False)
    author_ids: Mapped[list[int]] = mapped_column(JSON)
    edits: Mapped[int] = mapped_column(default=0)  # moves with every change of a block, so that row_version does too
    notice: Mapped[str]  # why the owner has a new draft; '' when nobody needs to be told
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    row_version: Mapped[int] = mapped_column(default=1)
    # A country's own stop of this item, and whether what was in force there is held (by that, or by a quoted fact).
    stopped_us: Mapped[bool] = mapped_column(default=False, server_default=false())
    stopped_mx: Mapped[bool] = mapped_column(default=False, server_default=false())
    held_us: Mapped[bool] = mapped_column(default=False, server_default=false())
    held_mx: Mapped[bool] = mapped_column(default=False, server_default=false())

    # What it is about, for whoever looks for it; what the public reads of it is in the fingerprint.
    summary_en: Mapped[str] = mapped_column(default="", server_default="")
    summary_es: Mapped[str] = mapped_column(default="", server_default="")
    credit: Mapped[str] = mapped_column(default="", server_default="")  # who made it, as it must be named
    source: Mapped[str] = mapped_column(default="", server_default="")  # where it was found
    audience: Mapped[str] = mapped_column(default="", server_default="")  # a key of data.AUDIENCES
    topics: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")  # keys of data.TOPICS
    shown: Mapped[Shown] = mapped_column(default=Shown.unsaid, server_default=Shown.unsaid.value)
    may_use: Mapped[MayUse] = mapped_column(default=MayUse.unsaid, server_default=MayUse.unsaid.value)
    adapted_from_id: Mapped[int | None] = mapped_column(ForeignKey("materials.id"), index=True)
    # The last day on which a licence and the consents of those shown stand in each country, as rights keeps them; and
    # when a person shown last took a consent back: what was sent before that is stopped in both countries (law 16).
    licensed_us_until: Mapped[date | None]
    licensed_mx_until: Mapped[date | None]
    released_us_until: Mapped[date | None]
    released_mx_until: Mapped[date | None]
    minors_released: Mapped[bool] = mapped_column(default=False, server_default=false())  # a minor's consent is there
    consent_withdrawn_at: Mapped[datetime | None]
    words: Mapped[str] = mapped_column(default="", server_default="")  # what its texts say; kept by finding.note
    derived = frozenset({"words"})
    draft_since: Mapped[datetime | None] = mapped_column(default=now)  # when its open draft was begun, or opened again
    layouts: Mapped[list[str]] = mapped_column(JSON, default=lambda: [USUAL], server_default=f'["{USUAL}"]')  # offered

    title: Mapped[Bilingual] = composite("title_en", "title_es")
    summary: Mapped[Bilingual] = composite("summary_en", "summary_es")
    organization: Mapped[Organization] = relationship(lazy="joined")
    campaign: Mapped[Campaign | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": row_version}

    @validates("has_draft")
    def _open(self, _key: str, has_draft: bool) -> bool:
        """Whoever opens a draft again, by whatever act: since when it waits for its writers goes with it."""
        if has_draft and not self.has_draft:
            self.draft_since = now()
        return has_draft

    @property
    def code(self) -> str:
        return f"{'F' if self.is_flyer else 'M'}-{self.id:04d}"

    @property
    def is_flyer(self) -> bool:
        """Written here, printed here; everything else comes as files."""
        return self.type is MaterialType.flyer

    @property
    def territory(self) -> Territory:
        return Territory.BOTH if self.country is None else Territory(self.country.value)

    def is_in_force(self, side: Side) -> bool:
        """As the last action left it; whether it holds today is clearance.in_force's to say."""
        return self.in_force_us if side is Side.US else self.in_force_mx

    def is_stopped(self, side: Side) -> bool:
        """Whether that country holds this very item."""
        return self.stopped_us if side is Side.US else self.stopped_mx

    def is_held(self, side: Side) -> bool:
        """Whether what was in force there may not be used now: a hold on the item or on a fact that it quotes."""
        return self.held_us if side is Side.US else self.held_mx


IS_FLYER = Material.type == MaterialType.flyer
WORDS = searchable(Material.__table__, "title_en", "title_es", "words", is_marked=True)


class Block(Base):
    """One pair of texts, or one quoted fact. A change on one side marks the other "needs review"."""

    __tablename__ = "blocks"
    __table_args__ = (
        UniqueConstraint("material_id", "position"),
        CheckConstraint("(kind = 'fact') = (fact_version_id IS NOT NULL)", name="fact"),
        CheckConstraint("(kind = 'picture') = (image_version_id IS NOT NULL)", name="picture"),
        CheckConstraint("needs_review IN ('', 'en', 'es')", name="needs_review"),
        CheckConstraint("source IN ('en', 'es')", name="source"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    position: Mapped[int]
    kind: Mapped[BlockKind]
    scope: Mapped[Territory] = mapped_column(default=Territory.BOTH)  # BOTH: common; else printed only there
    en: Mapped[str]
    es: Mapped[str]
    source: Mapped[str] = mapped_column(default="en")
    needs_review: Mapped[str] = mapped_column(default="")
    pictogram: Mapped[str] = mapped_column(default="")
    fact_version_id: Mapped[int | None] = mapped_column(ForeignKey("fact_versions.id"))
    image_version_id: Mapped[int | None] = mapped_column(ForeignKey("versions.id"))  # in law 3: by its own hash

    words: Mapped[Bilingual] = composite("en", "es")
    quoted: Mapped[FactVersion | None] = relationship(lazy="joined")
    image: Mapped["Version | None"] = relationship()

    @property
    def text(self) -> Bilingual:
        """The pair as it reads: its own words, those of the fact it quotes, or those of the image it shows."""
        if self.image:
            return self.image.alt
        return self.quoted.text if self.quoted else self.words


class Version(Clearable, Base):
    """Frozen content with its fingerprint. Never changes, never goes."""

    __tablename__ = "versions"
    __table_args__ = (
        UniqueConstraint("material_id", "n"),
        CheckConstraint("n >= 1", name="n"),
        Index("ix_versions_state", "state", "material_id", "n"),
        Index("ix_versions_waiting_us", "us_key", "state", "submitted_at"),
        Index("ix_versions_waiting_mx", "mx_key", "state", "submitted_at"),
        Index("ix_versions_review_by", "state", "review_by"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    material_id: Mapped[int] = mapped_column(ForeignKey("materials.id"), index=True)
    n: Mapped[int]
    content: Mapped[str]  # canonical JSON (contract §4)
    state: Mapped[VersionState]
    reason: Mapped[str]  # why it is out of force: '', 'fact:<key>', 'image:<code>', 'revoked', 'version'
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime]
    in_force_at: Mapped[datetime | None]
    row_version: Mapped[int] = mapped_column(default=1)
    # As was said when it was sent; after what every clearable thing has.
    shows_people: Mapped[bool] = mapped_column(default=False, server_default=false(), sort_order=1)
    # Who took a step of a review, and who decided for a country: nobody does both (law 2).
    reviewer_ids: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]", sort_order=2)
    signatory_ids: Mapped[list[int]] = mapped_column(JSON, default=list, server_default="[]", sort_order=2)

    material: Mapped[Material] = relationship(lazy="joined")
    submitted_by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": row_version}

    def has_ended(self, on: date) -> bool:
        """Taken out of force, past its date or stopped for good: the same content may be sent anew."""
        is_late = self.state is VersionState.in_force and self.review_by is not None and self.review_by < on
        return is_late or self.is_recalled or self.state in (VersionState.withdrawn, VersionState.expired)

    @property
    def is_recalled(self) -> bool:
        """A person shown took the consent back after it was sent; only a version that is sent later is free of it."""
        withdrawn_at = self.material.consent_withdrawn_at
        return withdrawn_at is not None and self.submitted_at <= withdrawn_at

    @property
    def shows_images(self) -> bool:
        """Told by its own text, without a query; quotation marks that were typed are written otherwise in it."""
        return '"kind":"picture"' in self.content

    @property
    def alt(self) -> Bilingual:
        """Of an image: what it shows, in words, as they were frozen."""
        blocks = json.loads(self.content)["blocks"]
        return next((Bilingual(one["en"], one["es"]) for one in blocks if one["kind"] == "alt"), Bilingual("", ""))

    @property
    def short_fingerprint(self) -> str:
        return self.fingerprint[:8]


guard(
    Version.__table__,
    frozen(
        "versions",
        ("material_id", "n", "content", "fingerprint", "author_ids", "submitted_by_id", "submitted_at", "shows_people"),
    ),
)


class VersionFact(Base):
    """Which fact version a version pins; when the fact's words change, the version leaves force."""

    __tablename__ = "version_facts"

    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    fact_version_id: Mapped[int] = mapped_column(ForeignKey("fact_versions.id"), primary_key=True, index=True)


class VersionImage(Base):
    """Which version of an image a version shows; when the image changes or goes, the version leaves force."""

    __tablename__ = "version_images"

    version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True)
    image_version_id: Mapped[int] = mapped_column(ForeignKey("versions.id"), primary_key=True, index=True)


@built_for_alike
def visible_to(user: User) -> Select[Material]:
    """The materials of the list; agrees row by row with permissions.see_material."""
    query = select(Material).options(defer(Material.author_ids)).order_by(Material.id.desc())
    is_in_force = or_(Material.in_force_us, Material.in_force_mx, Material.held_us, Material.held_mx)
    if user.is_secretariat or user.is_observer:
        return query.where(is_in_force)
    allowed = []
    if user.is_planner or user.is_reviewer or user.is_signatory:
        allowed.append(or_(Material.side == user.side, Material.is_submitted, Material.is_shared))
    if user.is_partner:
        allowed.append(or_(Material.organization_id == user.organization_id, is_in_force))
    return query.where(or_(*allowed) if allowed else false())


@cache
def in_force_for(side: Side) -> Select[Material]:
    """The flyers that may be printed there."""
    column = Material.in_force_us if side is Side.US else Material.in_force_mx
    return select(Material).where(column, IS_FLYER).order_by(Material.id.desc())


@cache
def on_paper_in(side: Side) -> Select[Material]:
    """Flyers in force there, and what would be but for a hold: whoever prints it must learn that it was stopped."""
    return select(Material).where(is_on_paper(side), IS_FLYER).order_by(Material.id.desc())


def is_on_paper(side: Side) -> ColumnElement[bool]:
    """As a condition on a material: in force there, or held there."""
    if side is Side.US:
        return or_(Material.in_force_us, Material.held_us)
    return or_(Material.in_force_mx, Material.held_mx)


def blocks_of(material_id: int) -> Select[Block]:
    return select(Block).where(Block.material_id == material_id).order_by(Block.position)


def versions_of(material_id: int) -> Select[Version]:
    """Newest first."""
    return select(Version).where(Version.material_id == material_id).order_by(Version.n.desc())


def newest_versions(material_ids: list[int]) -> Select[Version]:
    """The newest version of each of these materials, which the caller has at hand."""
    return _newest_versions().params(material_ids=material_ids)


@cache
def _newest_versions() -> Select[Version]:
    newest = (
        select(Version.material_id, func.max(Version.n).label("n"))
        .where(Version.material_id.in_(bindparam("material_ids", expanding=True)))
        .group_by(Version.material_id)
        .subquery()
    )
    is_newest = (Version.material_id == newest.c.material_id) & (Version.n == newest.c.n)
    unread = (lazyload(Version.material), defer(Version.content), defer(Version.author_ids))
    return select(Version).join(newest, is_newest).options(*unread)

"""A logo, a table and an export of each side, for the addresses that name one."""

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from campaign.clock import now
from campaign.config import Config
from campaign.db import Base, Side, Territory, acting, session
from campaign.exports.models import Export
from campaign.intake.limits import PDF, PNG, XLSX
from campaign.intake.verdict import Verdict
from campaign.partners.imports import actions as imports
from campaign.partners.imports.models import Import, ImportKind
from campaign.partners.logos.models import Logo
from campaign.storage import store_of
from tests.world import World

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63680000008200817cb4a4ad0000000049454e44ae426082"
)


def bring(world: World, config: Config) -> None:
    """Without the gate: what a file of these is like is not asked here."""
    store = store_of(config)
    picture, paper = store.put(BytesIO(PIXEL)), store.put(BytesIO(b"%PDF-1.7"))
    table = store.put(BytesIO(b'[2, ["Uno", "clinic"]]\n'))
    for side in Side:
        name = side.value.lower()
        planner = world.user(f"planner.{name}")
        with acting(planner, side, "partners.new_logo", now()):
            _logo(world, side, picture, paper)
            facts = {"columns": ["Name", "Kind"], "rows": 1}
            one = imports.take(
                ImportKind.organizations, imports.Table("table.xlsx", Verdict(XLSX, facts=facts), table), planner, now()
            )
            imports.map_columns(one, one.mapping, planner, now())
            session.add(Export(side=side, asked_at=now(), made_at=now(), sha256=paper, size=8))
            session.commit()


def _logo(world: World, side: Side, picture: str, paper: str) -> None:
    today = now().date()
    session.add(
        Logo(
            organization=world.organization(f"clinic.{side.value.lower()}"),
            sha256=picture,
            type=PNG,
            width=1,
            height=1,
            document_sha256=paper,
            document_type=PDF,
            territory=Territory.BOTH,
            from_on=today,
            until_on=today + timedelta(days=365),
            given_by="Alma Ruelas",
            uploaded_by=world.user(f"planner.{side.value.lower()}"),
            uploaded_at=now(),
        )
    )


def samples(kind: type[Base]) -> dict[str, int] | None:
    """None: not one of these kinds."""
    if kind is Logo:
        return {f"clinic.{_side(one)}": one.id for one in session.scalars(select(Logo).order_by(Logo.id))}
    if kind is Import:
        return {one.side.value.lower(): one.id for one in session.scalars(select(Import).order_by(Import.id))}
    if kind is Export:
        return {one.side.value.lower(): one.id for one in session.scalars(select(Export).order_by(Export.id))}
    return None


def _side(logo: Logo) -> str:
    assert logo.organization.country is not None
    return logo.organization.country.value.lower()

"""Deliveries of each side, of an account and of a link, for the addresses that name one."""

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from campaign.accounts.sessions import digest
from campaign.clock import now
from campaign.config import Config
from campaign.db import Base, Side, acting, session
from campaign.intake.limits import PNG
from campaign.intake.scanner import Scan
from campaign.materials.files.models import FileLanguage, Preview
from campaign.storage import store_of
from campaign.uploads import actions, letters
from campaign.uploads.actions import Sender
from campaign.uploads.models import Delivery, DeliveryState, Link, Upload, UploadState
from campaign.uploads.shown import EDGE
from tests.partners.samples import PIXEL
from tests.world import World

LINK = "sample-upload-link"


def bring(world: World, config: Config) -> None:
    """Of each side: one that a partner began, one that a planner began, one that came by a link and waits."""
    key = store_of(config).put(BytesIO(PIXEL))
    for side in Side:
        name = side.value.lower()
        for who in (f"partner-a.{name}", f"planner.{name}"):
            user = world.user(who)
            with acting(user, side, "uploads.announce", now()):
                sender = Sender(user.name, user.email, user.language, by=user)
                begun = actions.begin(sender, user.organization, side, None, "", now())
                _look(actions.announce(begun, "", "poster.png", len(PIXEL), now()), key)
                session.commit()
        _by_link(world, side)


def _look(upload: Upload, key: str) -> None:
    """As if the gate had taken it; what a file of these is like is not asked here."""
    upload.state, upload.received = UploadState.accepted, upload.size
    upload.type = upload.copy_type = PNG
    upload.scan, upload.ended_at = Scan.not_scanned.value, now()
    upload.sha256 = upload.copy_sha256 = key
    session.merge(Preview(of_sha256=key, page=1, edge=EDGE, width=1, height=1, sha256=key))
    session.flush()


def _by_link(world: World, side: Side) -> None:
    name = side.value.lower()
    planner, clinic = world.user(f"planner.{name}"), world.organization(f"clinic.{name}")
    with acting(planner, side, "uploads.new_link", now()):
        link = Link(
            organization=clinic,
            side=side,
            recipient="Ana Ruiz",
            email="",
            language="en",
            note="",
            groups=[],
            most_files=12,
            closes_at=now() + timedelta(days=3),
            password_hash="",
            token_hash=digest(f"{LINK}-{name}"),
            created_by=planner,
            created_at=now(),
        )
        session.add(link)
        session.flush()
        sent = actions.begin(
            Sender("Ana Ruiz", "", "en", link=link, token_hash=f"{LINK}-{name}"), clinic, side, None, "", now()
        )
        sent.state, sent.sent_at, sent.answer_by = DeliveryState.sent, now(), now().date()
        session.add(_refused(sent))
        session.commit()


def _refused(delivery: Delivery) -> Upload:
    made = Upload(delivery=delivery, key="k", name="x.pdf", title="X", language=FileLanguage.none, size=9)
    made.state, made.reason_en, made.reason_es = UploadState.refused, "Damaged.", "Dañado."
    made.begun_at = made.ended_at = now()
    return made


def samples(kind: type[Base]) -> dict[str, int] | None:
    """None: not one of these kinds. `clinic.us` is a partner's, `office.us` a planner's, `handed.us` came by a link."""
    if kind is Delivery:
        return {_name(one): one.id for one in session.scalars(select(Delivery).order_by(Delivery.id))}
    if kind is Upload:
        return {_name(one.delivery): one.id for one in session.scalars(select(Upload).order_by(Upload.id))}
    if kind is Link:
        return {one.side.value.lower(): one.id for one in session.scalars(select(Link).order_by(Link.id))}
    return None


def _name(delivery: Delivery) -> str:
    whose = "handed" if delivery.link_id else "clinic" if delivery.by and delivery.by.is_partner else "office"
    return f"{whose}.{delivery.side.value.lower()}"


def receipt() -> str:
    """The code of a receipt that came by a link."""
    query = select(Delivery).where(Delivery.link_id.is_not(None)).order_by(Delivery.id).limit(1)
    return letters.seal(session.scalars(query).one())

"""What a worker does for deliveries: looking at a file that has come whole, and closing what nobody goes on with."""

from dataclasses import dataclass
from io import BytesIO
from tempfile import TemporaryFile
from typing import BinaryIO

from sqlalchemy import select

from campaign import db
from campaign.clock import now
from campaign.config import Config
from campaign.db import Bilingual, acting, lock_row, session
from campaign.i18n import _, both
from campaign.intake.gate import Arrival, preview, received
from campaign.intake.limits import PREVIEWED_PAGES, Purpose
from campaign.intake.verdict import Verdict
from campaign.jobs.work import Failed, Result, Work
from campaign.materials.files.models import Preview
from campaign.materials.files.previews import can_be_drawn
from campaign.storage import Store, store_of
from campaign.uploads import actions, pieces
from campaign.uploads.data import GIVEN_UP, GROUPS, IDLE, types_of
from campaign.uploads.models import Delivery, DeliveryState, Upload, UploadState, chunks_of, idle, stuck


@dataclass(frozen=True)
class Look:
    """What came of looking at a file; the store keeps what is named."""

    verdict: Verdict
    reason: Bilingual | None = None
    sha256: str | None = None
    copy_sha256: str | None = None
    previews: tuple[Preview, ...] = ()

    @property
    def copy_type(self) -> str:
        return str(self.verdict.facts.get("copy", self.verdict.type))


def check(work: Work, config: Config) -> Result:
    """Put its pieces together, have the gate open it, keep it and its small pictures. While it is looked at nothing is
    locked; what came of it is one commit. Done twice it changes nothing."""
    db.read_only()
    upload = session.get(Upload, work.number("upload"))
    if upload is None:
        raise Failed(both(lambda: _("The file that was to be looked at is not there any more.")))
    if upload.state is not UploadState.checking:
        return {"upload": upload.id}
    store = store_of(config)
    look = _looked_at(work, upload, store, config)
    session.expire_all()
    db.writing()
    with acting(upload.delivery.by, upload.delivery.side, work.kind, now()):
        keys = _note(upload, look)
        work.hold()
        session.commit()
    pieces.sweep(store, keys)
    return {"upload": upload.id}


def _looked_at(work: Work, upload: Upload, store: Store, config: Config) -> Look:
    chunks = session.scalars(chunks_of(upload.id)).all()
    groups = upload.delivery.link.groups if upload.delivery.link else []
    session.rollback()  # a look may take half a minute; nothing is read meanwhile
    with pieces.whole(store, chunks) as file:
        work.live()
        with received(file, Purpose.material, config.clamd_url) as arrival:
            work.live()
            return _judged(arrival, groups, store)


def _judged(arrival: Arrival, groups: list[str], store: Store) -> Look:
    verdict = arrival.verdict
    if not verdict.is_accepted:
        return Look(verdict, verdict.reason)
    if verdict.type not in types_of(groups):
        return Look(verdict, both(lambda: _other_kind(groups)))
    with TemporaryFile() as copy:
        sha256 = store.put(arrival.original)
        if arrival.copy is arrival.original:
            arrival.copy.seek(0)
        while block := arrival.copy.read(1 << 16):
            copy.write(block)
        copy.seek(0)
        copy_sha256 = store.put(copy)
        look = Look(verdict, None, sha256, copy_sha256)
        return Look(verdict, None, sha256, copy_sha256, _drawn(copy, look, store))


def _other_kind(groups: list[str]) -> str:
    wanted = ", ".join(str(GROUPS[name][0]) for name in groups if name in GROUPS)
    return _("By this link only these are taken: %(kinds)s. Save it as one of them, and send that.", kinds=wanted)


def _drawn(copy: BinaryIO, look: Look, store: Store) -> tuple[Preview, ...]:
    """Small pictures of the first pages; what cannot be drawn has none."""
    if not can_be_drawn(look.copy_type) or look.copy_sha256 is None:
        return ()
    copy.seek(0)
    pages = tuple(range(1, min(int(look.verdict.facts.get("pages", 1)), PREVIEWED_PAGES) + 1))
    return tuple(
        Preview(
            of_sha256=look.copy_sha256,
            page=one.page,
            edge=one.edge,
            width=one.width,
            height=one.height,
            sha256=store.put(BytesIO(one.webp)),
        )
        for one in preview(copy, look.copy_type, pages)
    )


def _note(upload: Upload, look: Look) -> list[str]:
    """Of files of one delivery one is noted after the other: the last one of a sent delivery settles it."""
    lock_row(upload.delivery)
    lock_row(upload)
    if upload.state is not UploadState.checking:  # taken out meanwhile
        return []
    verdict = look.verdict
    upload.state = UploadState.refused if look.reason else UploadState.accepted
    upload.type, upload.facts, upload.findings = verdict.type, verdict.facts, list(verdict.findings)
    upload.scan = "" if look.reason else verdict.scan.value
    upload.sha256, upload.copy_sha256 = look.sha256, look.copy_sha256
    upload.copy_type = "" if look.reason else look.copy_type
    upload.reason = look.reason or Bilingual("", "")
    upload.ended_at = now()
    for one in look.previews:
        session.merge(one)
    keys = pieces.let_go(upload)
    session.flush()
    actions.settle(upload.delivery, now())
    return keys


def close(work: Work, config: Config) -> Result:
    """Every day: what was opened and not gone on with for two weeks, and files that nobody could look at."""
    db.read_only()
    found = list(session.scalars(idle(now() - IDLE).with_only_columns(Delivery.id).order_by(Delivery.id)))
    lost = list(session.scalars(stuck(now() - GIVEN_UP).with_only_columns(Upload.id)))
    db.writing()
    for number in lost:
        _given_up(work, number, config)
    return {"closed": sum(_closed(work, number, config) for number in found), "given_up": len(lost)}


def _given_up(work: Work, number: int, config: Config) -> None:
    upload = session.get_one(Upload, number)
    with acting(None, None, work.kind, now()):
        keys = actions.give_up(upload, now())
        work.hold()
        session.commit()
    pieces.sweep(store_of(config), keys)


def _closed(work: Work, number: int, config: Config) -> bool:
    at = now()
    with acting(None, None, work.kind, at):
        delivery = session.scalars(select(Delivery).where(Delivery.id == number)).one()
        keys = actions.close(delivery, at) if delivery.state is DeliveryState.open else None
        work.hold()
        session.commit()
    pieces.sweep(store_of(config), keys or [])
    return keys is not None

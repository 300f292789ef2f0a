"""What a worker does for kits: prepares the sheets of its flyers, packs the archive on the disk and puts it into the
store; every night the archives behind links are made anew where what they would hold has changed.
"""

from tempfile import TemporaryFile
from typing import BinaryIO, cast

from campaign import db
from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.errors import Refused
from campaign.flyers import actions as flyers
from campaign.flyers.press import Printer
from campaign.i18n import _, both
from campaign.jobs.work import Failed, Result, Work
from campaign.kits import actions
from campaign.kits.contents import contents
from campaign.kits.models import Kit, Packed, items_of, with_links
from campaign.kits.packing import fingerprint, is_right, pack
from campaign.materials.models import Material
from campaign.paper.press import Press
from campaign.permissions import fetch_kit
from campaign.regions.models import Region
from campaign.storage import Damaged, store_of, stored_keys


def make(work: Work, config: Config) -> Result:
    """First the sheets, then the archive; a flyer that cannot be printed for that place is named in it, not packed."""
    _prepare_sheets(work, config)
    db.read_only()
    kit, _by = _found(work)
    entries = contents(kit, now())
    digest, count = fingerprint(kit, entries), sum(len(entry.pieces) for entry in entries)
    store = store_of(config)
    session.commit()  # what is packed is read; nothing waits while the files go to the disk
    with TemporaryFile() as file:
        try:
            pack(kit, entries, file, store)
        except (FileNotFoundError, Damaged) as error:
            raise Failed(both(_broken)) from error
        size = file.tell()
        file.seek(0)
        key = store.put(cast(BinaryIO, file))
    db.writing()
    old = _keep(work, digest, key, size)
    if old and old != key and old not in stored_keys(session()):
        store.delete(old)
    return {"kit": kit.id, "files": count, "bytes": size}


def _keep(work: Work, digest: str, key: str, size: int) -> str | None:
    """The new file takes the place of the old one, whose key is returned."""
    session.expire_all()
    kit, by = _found(work)
    with acting(by, work.side, work.kind, now()):
        packed = session.get_one(Packed, kit.id)
        old = packed.sha256
        packed.contents, packed.sha256, packed.size, packed.made_at = digest, key, size, now()
        if any(part.key == kit.code for part in work.waiting()):
            work.part_done(kit.code)
        work.hold()
        session.commit()
    return old


def _found(work: Work) -> tuple[Kit, User | None]:
    """Whoever asked must still be somebody who may take it."""
    kit = session.get(Kit, work.number("kit"))
    by = session.get(User, work.asked_by_id) if work.asked_by_id else None
    if kit is None or (by is not None and not (by.is_live and fetch_kit(by, kit))):
        raise Failed(both(lambda: _("The kit is not there any more, or not for whoever asked for it.")))
    return kit, by


def _broken() -> str:
    return _("A file of this kit is not whole in the store; the administrators see which one in the check of files.")


# Sheets of flyers


def _prepare_sheets(work: Work, config: Config) -> None:
    db.read_only()
    kit, _by = _found(work)
    waiting = {part.key for part in work.waiting()}
    codes = [i.material.code for i in session.scalars(items_of(kit.id)) if i.material.code in waiting]
    region_key = kit.region_key
    session.commit()
    if not codes:
        return
    with Press() as printer:
        for code in codes:
            work.begin(code)
            if region_key is not None:
                _prepare(work, code, region_key, config, printer)
            _done(work, code)


def _prepare(work: Work, code: str, region_key: str, config: Config, printer: Printer) -> None:
    """The page is made while nothing is locked. What is refused is said in the archive, where people look for it."""
    session.expunge_all()
    db.read_only()
    material = session.get(Material, int(code.partition("-")[2]))
    region = session.get(Region, region_key)
    if material is None or region is None or not flyers.version_in_force(material, region.country, now()):
        session.commit()
        return
    try:
        flyers.press_ahead(material, region, config, now(), printer)
        session.expire_all()
        db.writing()
        by = session.get(User, work.asked_by_id) if work.asked_by_id else None
        with acting(by, work.side, "flyers.prepare", now()):
            flyers.prepare(material, region, config, by, now())
            work.hold()
            session.commit()
    except Refused:
        session.rollback()


def _done(work: Work, code: str) -> None:
    db.writing()
    work.part_done(code)
    session.commit()


# Behind links


def renew(work: Work, config: Config) -> Result:
    """Ask for the archives behind links that would not be handed out as they are."""
    db.read_only()
    stale = [kit.id for kit in session.scalars(with_links(now().date())) if _is_stale(kit)]
    db.writing()
    with acting(None, None, work.kind, now()):
        for number in stale:
            _ask(session.get_one(Kit, number))
        work.hold()
        session.commit()
    return {"asked": len(stale)}


def _is_stale(kit: Kit) -> bool:
    """Where there is nothing to hand out, no archive is missing."""
    entries = contents(kit, now())
    return any(entry.pieces for entry in entries) and not is_right(session.get(Packed, kit.id), kit, entries)


def _ask(kit: Kit) -> None:
    """One that is being made at this moment will be right anyway."""
    try:
        actions.ask(kit, None, now())
    except Refused:
        return

"""What a worker does for exports: makes the archive on the disk and puts it into the store; lets old ones go."""

from tempfile import TemporaryFile
from typing import BinaryIO, cast

from campaign import db
from campaign.accounts.models import User
from campaign.clock import now
from campaign.config import Config
from campaign.db import acting, session
from campaign.exports import actions
from campaign.exports.making import make
from campaign.exports.models import Export
from campaign.i18n import _, both
from campaign.jobs.work import Failed, Result, Work
from campaign.permissions import see_export
from campaign.storage import store_of, stored_keys


def make_export(work: Work, config: Config) -> Result:
    """From one moment, however long it takes; whoever is no administrator any more gets nothing."""
    export, by = _found(work)
    store, waiting = store_of(config), {part.key for part in work.waiting()}
    session.commit()

    def progress(name: str) -> None:
        if name in waiting:
            work.part_done(name)
            session.commit()

    with TemporaryFile() as file:
        make(export.side, file, store, now(), progress)
        size = file.tell()
        file.seek(0)
        key = store.put(cast(BinaryIO, file))
    db.writing()
    export, by = _found(work)
    with acting(by, export.side, "exports.make", now()):
        export.sha256, export.size, export.made_at = key, size, now()
        work.hold()
        session.commit()
    return {"export": export.id, "bytes": size}


def _found(work: Work) -> tuple[Export, User]:
    export, by = session.get(Export, work.number("export")), session.get(User, work.asked_by_id)
    if export is None or by is None or not by.is_live or not see_export(by, export):
        raise Failed(both(lambda: _("Whoever asked for this may not take the data of that side along any more.")))
    return export, by


def forget_old(work: Work, config: Config) -> Result:
    """What is left of an export after a week is that there was one."""
    with acting(None, None, "exports.forget", now()):
        keys = actions.forget(now())
        work.hold()
        session.commit()
    store, named = store_of(config), stored_keys(session())
    for key in keys:
        if key not in named:
            store.delete(key)
    return {"forgotten": len(keys)}

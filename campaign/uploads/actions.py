"""Handing in: opening a delivery, announcing files, what is said about them, taking one out, sending it all.

What comes is never a material by itself: the gate looks at each file first (checking.py), then making.py goes on.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from campaign.accounts.models import User
from campaign.campaigns.models import Campaign
from campaign.clock import working_days_after
from campaign.db import Bilingual, Side, lock_row, session
from campaign.errors import Overtaken, Refused
from campaign.i18n import _, number
from campaign.intake.limits import ALLOWED, EXTENSIONS, MB, MP4, Purpose
from campaign.intake.names import kept_name
from campaign.intake.verdict import refused
from campaign.jobs import actions as jobs
from campaign.materials.files.models import FileLanguage
from campaign.materials.models import MayUse, Shown
from campaign.partners.models import Organization
from campaign.uploads import guess, letters, making, pieces
from campaign.uploads.data import ANSWER_DAYS, LONGEST_KEY, MOST_FILES, QUOTA
from campaign.uploads.models import (
    Delivery,
    DeliveryState,
    Link,
    Upload,
    UploadState,
    by_key,
    chunks_of,
    counted_with,
    taken_up,
    uploads_of,
)

LARGEST_NUMBER = 2**53


@dataclass(frozen=True)
class Sender:
    """Who hands in: a person with an account, or whoever was given a link; never both."""

    name: str
    email: str
    language: str
    by: User | None = None
    link: Link | None = None
    token_hash: str = ""


@dataclass(frozen=True)
class Words:
    """What is said about one file; a pair that was proposed may be undone."""

    title: str
    language: FileLanguage
    is_pair: bool


@dataclass(frozen=True)
class Said:
    """What is said about all of them, and about each."""

    shown: Shown = Shown.unsaid
    may_use: MayUse = MayUse.unsaid
    note: str = ""
    words: dict[int, Words] = field(default_factory=dict)


def begin(
    sender: Sender, organization: Organization, side: Side, campaign: Campaign | None, note: str, at: datetime
) -> Delivery:
    """Open a delivery; nothing is in it yet."""
    made = Delivery(
        organization=organization,
        campaign=campaign,
        side=side,
        by=sender.by,
        link=sender.link,
        token_hash=sender.token_hash,
        sender=sender.name,
        email=sender.email,
        language=sender.language,
        shown=Shown.unsaid,
        may_use=MayUse.unsaid,
        note=note,
        state=DeliveryState.open,
        opened_at=at,
    )
    session.add(made)
    session.flush()
    return made


def _lock_open(delivery: Delivery) -> None:
    lock_row(delivery)
    if delivery.state is not DeliveryState.open:
        raise Overtaken(_("This delivery was sent or closed already; open another one for more files."))


def announce(delivery: Delivery, key: str, name: str | None, size: int, at: datetime) -> Upload:
    """A file that is about to come. Announced twice it is one; what can be refused now is refused before it comes, and
    stands on the receipt."""
    _lock_open(delivery)
    if len(key) > LONGEST_KEY:
        raise Refused(_("The mark of a file may have at most %(most)s characters.", most=LONGEST_KEY))
    if not 0 <= size <= LARGEST_NUMBER:
        raise Refused(_("It is not said how large the file is."))
    if key and (known := session.scalar(by_key(delivery.id, key))) and known.size == size:
        return _again(known)
    _demand_room(delivery, size)
    return _made(delivery, key or secrets.token_hex(8), kept_name(name), size, at)


def _again(upload: Upload) -> Upload:
    """What was taken out may come again, from its beginning."""
    if upload.state is UploadState.removed:
        upload.state, upload.received, upload.ended_at = UploadState.receiving, 0, None
        session.flush()
    return upload


def _demand_room(delivery: Delivery, size: int) -> None:
    most = delivery.link.most_files if delivery.link else MOST_FILES
    if (session.scalar(counted_with(delivery)) or 0) >= most:
        raise Refused(_("At most %(most)s files fit into this delivery. Send it, and open another one.", most=most))
    used = session.scalar(taken_up(delivery.organization_id)) or 0
    if used + min(size, ALLOWED[Purpose.material].largest) > QUOTA:
        raise Refused(
            _(
                "Your organization may keep %(most)s MB here and has used %(used)s MB. Ask the officials of your side.",
                most=number(QUOTA // MB),
                used=number(used // MB),
            )
        )


def _made(delivery: Delivery, key: str, name: str, size: int, at: datetime) -> Upload:
    reason = refusal(name, size)
    made = Upload(
        delivery=delivery,
        key=key,
        name=name,
        title=guess.title_of(name),
        language=guess.language_of(name),
        size=size,
        state=UploadState.refused if reason else UploadState.receiving,
        reason=reason or Bilingual("", ""),
        begun_at=at,
        ended_at=at if reason else None,
    )
    session.add(made)
    session.flush()
    if not reason:
        _propose_pair(made)
    return made


def refusal(name: str, size: int) -> Bilingual | None:
    """Nobody sends 60 MB to be told at their end that 50 are taken; what a file is indeed, the gate sees."""
    allowed = ALLOWED[Purpose.material]
    ending = name.rpartition(".")[2].lower()
    is_told = ending in set(EXTENSIONS.values()) - {EXTENSIONS[MP4]}
    most = allowed.bytes if is_told else allowed.largest
    if size == 0:
        return refused("empty", Purpose.material).reason
    return refused("large", Purpose.material, size=size, most=most).reason if size > most else None


def _propose_pair(upload: Upload) -> None:
    for other in session.scalars(uploads_of([upload.delivery_id])):
        if other.pair_id is None and other.id != upload.id and guess.is_pair(other.name, upload.name):
            upload.pair_id, other.pair_id = other.id, upload.id
            session.flush()
            return


def _part(upload: Upload) -> None:
    """It belongs to no other file any more, nor that one to it."""
    if upload.pair_id is not None:
        session.get_one(Upload, upload.pair_id).pair_id = None
        upload.pair_id = None


def end(upload: Upload, claimed: str, by: User | None, at: datetime) -> bool:
    """All of it is here: have it looked at. False when the pieces are not those of the sender's file (it was changed
    between two sittings, say): then it begins anew."""
    lock_row(upload)
    if upload.state is not UploadState.receiving:
        return True
    if upload.received < upload.size:
        raise pieces.Elsewhere(upload.received)
    if claimed and claimed.lower() != pieces.fingerprint(session.scalars(chunks_of(upload.id))):
        return False
    upload.state = UploadState.checking
    jobs.ask("uploads.check", {"upload": upload.id}, at=at, by=by)
    return True


def begin_anew(upload: Upload) -> list[str]:
    """Drop what came so far; the keys that the store may let go after the commit."""
    lock_row(upload)
    keys = pieces.let_go(upload)
    upload.received = 0
    session.flush()
    return keys


def take_out(upload: Upload, at: datetime) -> list[str]:
    """Its sender does not want to hand it in; only until it was sent. The keys that the store may let go."""
    _lock_open(upload.delivery)
    lock_row(upload)
    _part(upload)
    keys = pieces.let_go(upload)
    upload.state, upload.ended_at = UploadState.removed, at
    upload.sha256 = upload.copy_sha256 = None
    session.flush()
    return keys


def write(delivery: Delivery, said: Said) -> None:
    """Keep what was said so far, complete or not."""
    _lock_open(delivery)
    delivery.shown, delivery.may_use, delivery.note = said.shown, said.may_use, said.note
    for upload in session.scalars(uploads_of([delivery.id])):
        if (words := said.words.get(upload.id)) is not None:
            upload.title, upload.language = words.title or upload.title, words.language
            if not words.is_pair:
                _part(upload)
    session.flush()


def send(delivery: Delivery, at: datetime) -> None:
    """Hand it in: from here on nothing of it changes, and officials of its side look at it in five working days.

    What an official hands in needs no other to look at it.
    """
    _lock_open(delivery)
    uploads = session.scalars(uploads_of([delivery.id])).all()
    _demand_complete(delivery, uploads)
    delivery.state, delivery.sent_at = DeliveryState.sent, at
    delivery.answer_by = working_days_after(at.date(), ANSWER_DAYS)
    if delivery.by is not None and delivery.by.is_planner:
        delivery.state, delivery.decided_at, delivery.decided_by = DeliveryState.taken, at, delivery.by
    session.flush()
    settle(delivery, at)


def _demand_complete(delivery: Delivery, uploads: Sequence[Upload]) -> None:
    states = [upload.state for upload in uploads]
    if UploadState.receiving in states:
        raise Refused(_("Not all files are here yet: wait for them, or take them out."))
    if not {UploadState.accepted, UploadState.checking} & set(states):
        raise Refused(_("There is no file to hand in yet."))
    if delivery.shown is Shown.unsaid:
        raise Refused(_("Say who can be recognised in the files."))
    if delivery.may_use is MayUse.unsaid:
        raise Refused(_("Say whether we may use them."))


def settle(delivery: Delivery, at: datetime) -> None:
    """Once it was sent and every file was looked at: make its materials, write the receipt, tell the officials. This
    moment comes once, in the sending or in the last look."""
    uploads = session.scalars(uploads_of([delivery.id])).all()
    if delivery.sent_at is None or any(upload.state is UploadState.checking for upload in uploads):
        return
    if delivery.by is not None:
        making.make(uploads, delivery.by, at)
    letters.receipt(delivery, uploads, at)


def give_up(upload: Upload, at: datetime) -> list[str]:
    """Nobody could look at it, whatever was tried: its sender learns it, and the others of its delivery go on."""
    lock_row(upload.delivery)
    lock_row(upload)
    if upload.state is not UploadState.checking:
        return []
    upload.state, upload.ended_at = UploadState.refused, at
    upload.reason = refused("costly", Purpose.material).reason
    keys = pieces.let_go(upload)
    settle(upload.delivery, at)
    return keys


def take(delivery: Delivery, by: User, at: datetime) -> None:
    """An official looked at it; what came through a link becomes materials now, by whoever took it in."""
    uploads = _lock_decided(delivery)
    making.make(uploads, by, at)
    delivery.state, delivery.decided_at, delivery.decided_by = DeliveryState.taken, at, by
    letters.decided(delivery, at)


def decline(delivery: Delivery, reason: str, by: User, at: datetime) -> None:
    """Nothing of it becomes a material; its sender is told why."""
    _lock_decided(delivery)
    if delivery.link is None:
        raise Refused(_("The files of a partner with an account are materials already; look at each of them there."))
    delivery.state, delivery.decided_at, delivery.decided_by = DeliveryState.declined, at, by
    delivery.reason = reason
    letters.decided(delivery, at)


def _lock_decided(delivery: Delivery) -> Sequence[Upload]:
    lock_row(delivery)
    if delivery.state is not DeliveryState.sent:
        raise Overtaken(_("This delivery is not waiting any more: look at what came of it."))
    uploads = session.scalars(uploads_of([delivery.id])).all()
    if any(upload.state is UploadState.checking for upload in uploads):
        raise Refused(_("Some of its files are still being checked. Try again in a minute."))
    return uploads


def close(delivery: Delivery, at: datetime) -> list[str]:
    """Nobody went on with it for a long time: what is still on its way goes. The keys that the store may let go."""
    _lock_open(delivery)
    keys: list[str] = []
    for upload in session.scalars(uploads_of([delivery.id])):
        if upload.state is UploadState.receiving:
            keys += take_out(upload, at)
    delivery.state = DeliveryState.closed
    letters.closed(delivery, at)
    return keys

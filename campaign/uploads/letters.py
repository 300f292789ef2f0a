"""What is written about a delivery: the receipt to its sender, the notice to its side's planners, what came of it."""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from datetime import datetime

from campaign.accounts import actions as accounts
from campaign.accounts.models import Role, country_phrase
from campaign.accounts.notices import tell_side
from campaign.db import session
from campaign.i18n import _, _n, current, fmt_date
from campaign.mail import actions as mail
from campaign.mail.kinds import Because, NoticeKind
from campaign.uploads.data import IDLE
from campaign.uploads.models import Delivery, DeliveryState, Upload, UploadState
from campaign.uploads.words import missing


def receipt(delivery: Delivery, uploads: Sequence[Upload], at: datetime) -> None:
    """To its sender: what arrived, what not and why, what is missing, who looks at it by when; to the planners, that it
    waits for them."""
    _write(
        delivery, lambda: _("Receipt of delivery %(code)s", code=delivery.code), lambda: _said(delivery, uploads), at
    )
    if delivery.state is DeliveryState.sent:
        tell_side(
            delivery.side,
            lambda: _("Files of %(organization)s to look at", organization=delivery.organization.name),
            lambda: _waits(delivery, uploads),
            f"/uploads/{delivery.id}",
            at,
            (Role.planner,),
            kind=NoticeKind.partners,
        )


def _said(delivery: Delivery, uploads: Sequence[Upload]) -> str:
    here = [upload for upload in uploads if upload.state is UploadState.accepted]
    lines = [_n("One file arrived.", "%(num)d files arrived.", len(here)), *(f"- {one.name}" for one in here)]
    lines += [
        _("Not taken: %(name)s. %(reason)s", name=one.name, reason=one.reason.of(current()))
        for one in uploads
        if one.state is UploadState.refused
    ]
    lines += [_("Still missing: %(what)s", what=f"{title}. {text}") for title, text in missing(delivery, uploads)]
    if delivery.state is DeliveryState.sent:
        lines.append(next_step(delivery))
    return "\n".join(lines)


def next_step(delivery: Delivery) -> str:
    """Who looks at it, and by when."""
    return _(
        "The planners of %(country)s look at it by %(day)s, and you are written to.",
        country=country_phrase(delivery.side),
        day=fmt_date(delivery.answer_by),
    )


def _waits(delivery: Delivery, uploads: Sequence[Upload]) -> str:
    count = sum(upload.state is UploadState.accepted for upload in uploads)
    return _(
        "%(sender)s handed in files (%(count)s). The sender was told that you look at them by %(day)s.",
        sender=delivery.sender,
        count=count,
        day=fmt_date(delivery.answer_by),
    )


def decided(delivery: Delivery, at: datetime) -> None:
    """To its sender: what an official did with it."""
    if delivery.state is DeliveryState.declined:
        subject, text = _declined, lambda: _("Reason: %(reason)s", reason=delivery.reason)
    else:
        subject, text = _taken, _goes_on
    _write(delivery, lambda: subject(delivery), text, at)


def _declined(delivery: Delivery) -> str:
    return _("Your delivery %(code)s was declined", code=delivery.code)


def _taken(delivery: Delivery) -> str:
    return _("Your delivery %(code)s was taken in", code=delivery.code)


def _goes_on() -> str:
    return _("An official looked at your files and goes on with them. Thank you.")


def closed(delivery: Delivery, at: datetime) -> None:
    """To its sender, where known: it was never sent."""
    _write(delivery, lambda: _("Delivery %(code)s was closed", code=delivery.code), lambda: _never_sent(IDLE.days), at)


def _never_sent(days: int) -> str:
    return _(
        "You did not go on with it for %(days)s days, and it was never sent, so nobody looked at it. What was only "
        "half here was deleted. Open a new delivery to hand your files in.",
        days=days,
    )


def _write(delivery: Delivery, subject: Callable[[], str], text: Callable[[], str], at: datetime) -> None:
    if not delivery.email:
        return
    if delivery.by is not None:
        path = f"/uploads/{delivery.id}"
        accounts.tell(delivery.by, subject, text, at, path, kind=NoticeKind.partners, because=Because.sender)
    else:
        path = f"/uploads/receipts/{seal(delivery)}"
        mail.write_to(None, delivery.email, delivery.language, subject, text, path, at)


def seal(delivery: Delivery) -> str:
    """What proves, without an account, that somebody was given the receipt of this delivery: it opens nothing else."""
    digest = hashlib.sha256(f"receipt {delivery.token_hash}".encode()).hexdigest()
    return f"{delivery.id}-{digest[:32]}"


def sealed(text: str) -> Delivery | None:
    """The delivery whose receipt this opens."""
    number, _dash, _digest = text.partition("-")
    found = session.get(Delivery, int(number)) if number.isdecimal() and len(number) < 19 else None
    if found is None or found.link_id is None or not hmac.compare_digest(seal(found).encode(), text.encode()):
        return None
    return found

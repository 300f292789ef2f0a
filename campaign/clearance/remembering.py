"""What a signatory stated last: the next statement begins with it, and the number of its document is shown."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import lazyload

from campaign.accounts.models import User
from campaign.clearance.models import Clearance, Decision
from campaign.db import session
from campaign.forms import Form
from campaign.i18n import _

Kind = TypeVar("Kind", bound=Form)


def remembered(user: User) -> dict[str, str]:
    """Authority and post of the last yes, before the first one the own name and post, and its document, if it had a
    number."""
    query = select(Clearance).where(Clearance.by_id == user.id, Clearance.decision == Decision.cleared)
    newest = query.order_by(Clearance.decided_at.desc(), Clearance.id.desc()).limit(1).options(lazyload("*"))
    last = session.scalars(newest).one_or_none()
    if last is None:
        return {"authority": user.name, "post": user.post, "last": ""}
    return {"authority": last.authority, "post": last.post, "last": last.document}


def begun(kind: type[Kind], user: User, *seats: object, **data: str) -> Kind:
    """A form of this kind, begun with that."""
    said = remembered(user)
    form = kind(*seats, **said, **data)
    if said["last"]:
        form.document.description = _("Your last one was %(document)s.", document=said["last"])
    return form

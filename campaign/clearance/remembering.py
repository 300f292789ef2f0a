"""On whose authority a country speaks, by which document; each statement begins with what its signatory said last."""

from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import lazyload
from wtforms.validators import DataRequired

from campaign.accounts.models import User
from campaign.clearance.models import Clearance, Decision
from campaign.db import session
from campaign.forms import Form, text
from campaign.i18n import _, _l


class Spoken(Form):
    """What every yes states."""

    authority = text(
        _l("On whose authority"),
        120,
        DataRequired(_l("Write the name of the person on whose authority you decide.")),
        description=_l("Name and title, as in the document"),
    )
    post = text(_l("Post"), 120, DataRequired(_l("Write the post.")), description=_l("As it stands in the document"))
    document = text(_l("Document number"), 60, description=_l("For example OBH-2026-117"))


Kind = TypeVar("Kind", bound=Spoken)


def begun(kind: type[Kind], user: User, *seats: object, **data: str) -> Kind:
    """A form of this kind with authority and post of the last yes, before the first one the own name and post; the
    document of that time is shown beside its field."""
    query = select(Clearance).where(Clearance.by_id == user.id, Clearance.decision == Decision.cleared)
    newest = query.order_by(Clearance.decided_at.desc(), Clearance.id.desc()).limit(1).options(lazyload("*"))
    last = session.scalars(newest).one_or_none()
    if last is None:
        return kind(*seats, authority=user.name, post=user.post, **data)
    form = kind(*seats, authority=last.authority, post=last.post, **data)
    if last.number:
        form.document.description = _("Your last one was %(document)s.", document=last.number)
    return form

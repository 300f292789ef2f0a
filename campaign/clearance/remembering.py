"""On whose authority a country speaks, by which document; each statement begins with what its signatory said last."""

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import lazyload
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired

from campaign.accounts.models import Role, User
from campaign.clearance.models import Clearance, Decision
from campaign.clock import now
from campaign.db import session
from campaign.forms import Form, text
from campaign.i18n import _, _l
from campaign.reviews.deputies.models import Deputy, standing_for


class Spoken(Form):
    """What every yes states. Whoever stands in for somebody says for whom this is decided."""

    seat = RadioField(_l("You decide"), coerce=int, validators=[InputRequired(_l("Choose for whom you decide."))])
    authority = text(
        _l("On whose authority"),
        120,
        DataRequired(_l("Write the name of the person on whose authority you decide.")),
        description=_l("Name and title, as in the document"),
    )
    post = text(_l("Post"), 120, DataRequired(_l("Write the post.")), description=_l("As it stands in the document"))
    document = text(_l("Document number"), 60, description=_l("For example OBH-2026-117"))

    def __init__(self, standing: Sequence[Deputy] = (), **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if not standing:
            del self.seat
            return
        words = [
            (one.id, _("As deputy of %(name)s, %(document)s", name=one.named_by.name, document=one.document))
            for one in standing
        ]
        self.seat.choices = [(0, _("In your own post")), *words]

    @property
    def deputy_id(self) -> int | None:
        return self.seat.data or None if "seat" in self else None


def seats(user: User) -> Sequence[Deputy]:
    """For which signatories this person stands in today."""
    return session.scalars(standing_for(user, Role.signatory, now())).all()


Kind = TypeVar("Kind", bound=Spoken)


def begun(kind: type[Kind], user: User, **data: str) -> Kind:
    """A form of this kind with authority and post of the last yes, before the first one the own name and post; the
    document of that time is shown beside its field."""
    is_own = Clearance.by_id == user.id, Clearance.as_deputy_id.is_(None)  # not for somebody else
    query = select(Clearance).where(Clearance.decision == Decision.cleared, *is_own)
    newest = query.order_by(Clearance.decided_at.desc(), Clearance.id.desc()).limit(1).options(lazyload("*"))
    last = session.scalars(newest).one_or_none()
    if last is None:
        return kind(seats(user), authority=user.name, post=user.post, **data)
    form = kind(seats(user), authority=last.authority, post=last.post, **data)
    if last.number:
        form.document.description = _("Your last one was %(document)s.", document=last.number)
    return form

"""Organizations: agencies, clinics, nations, printers; each has a home country and never two."""

import enum

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from campaign.db import Base, Side


class OrganizationKind(enum.Enum):
    """What an organization is; a tribal nation is never filed as a civil association."""

    agency = "agency"
    health_department = "health_department"
    council = "council"
    association = "association"
    clinic = "clinic"
    university = "university"
    consular_window = "consular_window"
    printer = "printer"
    nation = "nation"
    secretariat = "secretariat"


class Organization(Base):
    """The name stands as the organization itself writes it, in its own language."""

    __tablename__ = "organizations"
    __table_args__ = (UniqueConstraint("name", "country"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    kind: Mapped[OrganizationKind]
    country: Mapped[Side | None]

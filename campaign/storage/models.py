"""When each stored file was last found to be what its key says."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from campaign.db import Base


class Verification(Base):
    """The bytes were read and compared with their SHA-256. What is damaged keeps its old row, or none: so it stays
    first in line until it is mended."""

    __tablename__ = "verifications"
    unaudited = None

    key: Mapped[str] = mapped_column(primary_key=True)  # a hash, but nothing that keeps a file: it may be gone
    verified_at: Mapped[datetime]

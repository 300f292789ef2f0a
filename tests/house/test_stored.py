"""Every key of a stored file stands in a column that says so: what no such column names is taken for an orphan."""

import campaign.app  # noqa: F401 - brings in the tables of every feature
from campaign.db import Base
from campaign.storage import stored_columns


def test_each_column_of_a_hash_of_bytes_is_declared() -> None:
    found = {
        str(column) for table in Base.metadata.tables.values() for column in table.columns if "sha256" in column.name
    }
    declared = {str(column) for column in stored_columns(Base.metadata)}
    assert "editions.sha256" in found
    assert found == declared

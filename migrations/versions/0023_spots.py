"""A comment may point to a spot of a version's sheet."""

from alembic import op

revision = "0023_spots"
down_revision = "0022_documents"
branch_labels = None
depends_on = None

BEFORE = "material_id, answers_id, side, language, text, about, written_by_id, written_at"
COLUMNS = f"{BEFORE}, spot_version_id, spot_country, spot_x, spot_y"
SPOT = "CASE WHEN spot_version_id IS NULL THEN spot_country IS NULL AND spot_x IS NULL AND spot_y IS NULL ELSE block_id IS NULL AND answers_id IS NULL AND spot_country IS NOT NULL AND coalesce(spot_x, -1) BETWEEN 0 AND 1000 AND coalesce(spot_y, -1) BETWEEN 0 AND 1000 END"


def upgrade() -> None:
    """Each with its constraint beside it: SQLite adds none later. The last one speaks of all four."""
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for column in (
        f"spot_version_id {number} CONSTRAINT fk_comments_spot_version_id_versions REFERENCES versions (id)",
        "spot_country VARCHAR(40) CONSTRAINT ck_comments_spot_country_side CHECK (spot_country IN ('US', 'MX'))",
        f"spot_x {number}",
        f"spot_y {number} CONSTRAINT ck_comments_spot CHECK ({SPOT})",
    ):
        op.execute(f"ALTER TABLE comments ADD COLUMN {column}")
    _freeze(COLUMNS)


def _freeze(columns: str) -> None:
    """What was said never changes: the trigger names the columns that say it."""
    event = f"CREATE TRIGGER comments_stay_frozen BEFORE UPDATE OF {columns} ON comments"
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER comments_stay_frozen")
        op.execute(f"{event} BEGIN SELECT RAISE(ABORT, 'comments is frozen'); END")
    else:
        op.execute("DROP TRIGGER comments_stay_frozen ON comments")
        op.execute(f"{event} FOR EACH ROW EXECUTE FUNCTION comments_stay_frozen()")


def downgrade() -> None:
    _freeze(BEFORE)
    for column in ("spot_y", "spot_x", "spot_country", "spot_version_id"):
        op.execute(f"ALTER TABLE comments DROP COLUMN {column}")

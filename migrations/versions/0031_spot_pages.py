"""A spot knows the page on which it lies: layout, paper, and which of its pages."""

from alembic import op

revision = "0031_spot_pages"
down_revision = "0030_schedule"
branch_labels = None
depends_on = None

BEFORE = "material_id, answers_id, side, language, text, about, written_by_id, written_at, spot_version_id, spot_country, spot_x, spot_y"
PAGE = "(spot_layout IS NULL) = (spot_size IS NULL) AND (spot_layout IS NULL) = (spot_page IS NULL) AND (spot_layout IS NULL OR spot_version_id IS NOT NULL) AND coalesce(spot_page, 1) >= 1"


def upgrade() -> None:
    """Before, there was one page to point at. The last column's constraint speaks of all three: SQLite adds none later."""
    number = "INTEGER" if op.get_bind().dialect.name == "sqlite" else "BIGINT"
    for column in (
        "spot_layout TEXT",
        "spot_size TEXT",
        f"spot_page {number} CONSTRAINT ck_comments_spot_page CHECK ({PAGE})",
    ):
        op.execute(f"ALTER TABLE comments ADD COLUMN {column}")
    op.execute(
        "UPDATE comments SET spot_layout = 'letter-side-by-side', spot_size = 'letter', spot_page = 1"
        " WHERE spot_version_id IS NOT NULL"
    )
    _freeze(f"{BEFORE}, spot_layout, spot_size, spot_page")


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
    for column in ("spot_page", "spot_size", "spot_layout"):
        op.execute(f"ALTER TABLE comments DROP COLUMN {column}")

"""Releases of the schedule, and the feeds that show them in calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0034_releases"
down_revision = "0033_tasks"
branch_labels = None
depends_on = None

TABLES = ("releases", "release_items")
RULES = [("no_update", "UPDATE"), ("no_delete", "DELETE")]
NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "feeds",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("user_id", NUMBER, nullable=False),
        sa.Column("kind", _of("feedkind", "person", "campaign", "region", "pair"), nullable=False),
        sa.Column("campaign_id", NUMBER, nullable=True),
        sa.Column("region_key", sa.Text(), nullable=True),
        sa.Column("pair_key", sa.Text(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'campaign') = (campaign_id IS NOT NULL)", name=op.f("ck_feeds_campaign")),
        sa.CheckConstraint("(kind = 'pair') = (pair_key IS NOT NULL)", name=op.f("ck_feeds_pair")),
        sa.CheckConstraint("(kind = 'region') = (region_key IS NOT NULL)", name=op.f("ck_feeds_region")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_feeds_campaign_id_campaigns")),
        sa.ForeignKeyConstraint(["pair_key"], ["sister_pairs.key"], name=op.f("fk_feeds_pair_key_sister_pairs")),
        sa.ForeignKeyConstraint(["region_key"], ["regions.key"], name=op.f("fk_feeds_region_key_regions")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_feeds_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
    )
    op.create_index(op.f("ix_feeds_user_id"), "feeds", ["user_id"], unique=False)
    op.create_table(
        "releases",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("campaign_id", NUMBER, nullable=False),
        sa.Column("n", NUMBER, nullable=False),
        sa.Column("side", _of("side", "US", "MX"), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.Column("note_es", sa.Text(), nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("n > 0", name=op.f("ck_releases_n")),
        sa.ForeignKeyConstraint(["by_id"], ["users.id"], name=op.f("fk_releases_by_id_users")),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name=op.f("fk_releases_campaign_id_campaigns")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_releases")),
        sa.UniqueConstraint("campaign_id", "n", name=op.f("uq_releases_campaign_id_n")),
    )
    op.create_table(
        "release_items",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("release_id", NUMBER, nullable=False),
        sa.Column("activity_id", NUMBER, nullable=False),
        sa.Column("sequence", NUMBER, nullable=False),
        sa.Column("change", _of("change", "added", "moved", "changed", "cancelled"), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("region_us_key", sa.Text(), nullable=True),
        sa.Column("region_mx_key", sa.Text(), nullable=True),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("sequence >= 0", name=op.f("ck_release_items_sequence")),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activities.id"], name=op.f("fk_release_items_activity_id_activities")
        ),
        sa.ForeignKeyConstraint(
            ["region_mx_key"], ["regions.key"], name=op.f("fk_release_items_region_mx_key_regions")
        ),
        sa.ForeignKeyConstraint(
            ["region_us_key"], ["regions.key"], name=op.f("fk_release_items_region_us_key_regions")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["releases.id"], name=op.f("fk_release_items_release_id_releases")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_items")),
        sa.UniqueConstraint("activity_id", "sequence", name=op.f("uq_release_items_activity_id_sequence")),
    )
    op.create_index("ix_release_items_region_mx_key", "release_items", ["region_mx_key"], unique=False)
    op.create_index("ix_release_items_region_us_key", "release_items", ["region_us_key"], unique=False)
    op.create_index(op.f("ix_release_items_release_id"), "release_items", ["release_id"], unique=False)
    for table in TABLES:
        for statement in _guards(table):
            op.execute(statement)


def _guards(table: str) -> list[str]:
    message = f"{table} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER {table}_{rule} BEFORE {event} ON {table} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for rule, event in RULES
        ]
    rules = [(*rule, message, "EACH ROW") for rule in RULES]
    made = []
    for rule, event, said, each in [
        *rules,
        ("never_emptied", "TRUNCATE", f"{table} is never emptied", "EACH STATEMENT"),
    ]:
        name, body = f"{table}_{rule}", f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in reversed(TABLES):
        op.drop_table(table)
        for rule in () if is_sqlite else ("no_update", "no_delete", "never_emptied"):
            op.execute(f"DROP FUNCTION {table}_{rule}()")
    op.drop_table("feeds")

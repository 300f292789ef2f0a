"""Documents that follow a clearance, and since when the other country sees a campaign or a comment."""

import sqlalchemy as sa
from alembic import op

revision = "0022_documents"
down_revision = "0021_forks"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TIME = sa.DateTime(timezone=True)
SIDE = sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40)
TABLE = "clearance_documents"
RULES = [("no_update", "UPDATE"), ("no_delete", "DELETE")]
STRANGE = "a document is entered by its country, for a clearance that it was to follow"
FOUND = "SELECT 1 FROM clearances WHERE clearances.id = NEW.clearance_id AND (clearances.country <> NEW.side OR clearances.document_due_on IS NULL)"
# As well as it is known for what was shared before: the first step of whoever began it, and when it was written.
CAMPAIGNS = """
UPDATE campaigns SET shared_at = coalesce(
  (SELECT coalesce(tracks.agreed_at, tracks.moved_at) FROM tracks
   WHERE tracks.campaign_id = campaigns.id AND tracks.side = campaigns.side),
  created_at) WHERE is_shared"""
COMMENTS = "UPDATE comments SET shared_at = written_at WHERE audience = 'both'"


def upgrade() -> None:
    op.add_column("campaigns", sa.Column("shared_at", TIME, nullable=True))
    op.add_column("comments", sa.Column("shared_at", TIME, nullable=True))
    op.execute(CAMPAIGNS)
    op.execute(COMMENTS)
    op.create_table(
        TABLE,
        sa.Column("clearance_id", NUMBER, nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("by_id", NUMBER, nullable=False),
        sa.Column("at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id", "side"], ["users.id", "users.side"], name="fk_clearance_documents_by_own_side"
        ),
        sa.CheckConstraint("document <> ''", name=op.f("ck_clearance_documents_document")),
        sa.ForeignKeyConstraint(
            ["clearance_id"], ["clearances.id"], name=op.f("fk_clearance_documents_clearance_id_clearances")
        ),
        sa.PrimaryKeyConstraint("clearance_id", name=op.f("pk_clearance_documents")),
    )
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    message = f"{TABLE} is append-only"
    if op.get_bind().dialect.name == "sqlite":
        made = [
            f"CREATE TRIGGER {TABLE}_{rule} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for rule, event in RULES
        ]
        when = f"WHEN EXISTS ({FOUND}) BEGIN SELECT RAISE(ABORT, '{STRANGE}'); END"
        return [*made, f"CREATE TRIGGER {TABLE}_own_country BEFORE INSERT ON {TABLE} {when}"]
    rules = [(rule, event, f"RAISE EXCEPTION '{message}';", "ROW") for rule, event in RULES]
    rules.append(("never_emptied", "TRUNCATE", f"RAISE EXCEPTION '{TABLE} is never emptied';", "STATEMENT"))
    law = f"IF EXISTS ({FOUND}) THEN RAISE EXCEPTION '{STRANGE}'; END IF; RETURN NEW;"
    made = []
    for rule, event, does, each in [*rules, ("own_country", "INSERT", law, "ROW")]:
        name = f"{TABLE}_{rule}"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {does} END $$")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR EACH {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table(TABLE)
    if not is_sqlite:
        for rule in ("no_update", "no_delete", "never_emptied", "own_country"):
            op.execute(f"DROP FUNCTION {TABLE}_{rule}()")
    op.drop_column("comments", "shared_at")
    op.drop_column("campaigns", "shared_at")

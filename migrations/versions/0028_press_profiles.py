"""The colour profiles of the presses on which a side has its sheets printed."""

import sqlalchemy as sa
from alembic import op

revision = "0028_press_profiles"
down_revision = "0027_visits"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "press_profiles"
FROZEN = "side, name, description, sha256, size, added_by_id, added_at"
RULES = [("stay_frozen", f"UPDATE OF {FROZEN}"), ("never_go", "DELETE")]


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", NUMBER, nullable=False),
        sa.Column(
            "side",
            sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("added_by_id", NUMBER, nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_retired", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint("name <> ''", name=op.f("ck_press_profiles_name")),
        sa.CheckConstraint("size > 0", name=op.f("ck_press_profiles_size")),
        sa.ForeignKeyConstraint(["added_by_id"], ["users.id"], name=op.f("fk_press_profiles_added_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_press_profiles")),
    )
    op.create_index(
        "uq_press_profiles_name",
        TABLE,
        ["side", "name"],
        unique=True,
        sqlite_where=sa.text("NOT is_retired"),
        postgresql_where=sa.text("NOT is_retired"),
    )
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    message = f"{TABLE} is frozen"
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER {TABLE}_{rule} BEFORE {event} ON {TABLE} BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for rule, event in RULES
        ]
    rules = [(*rule, message, "EACH ROW") for rule in RULES]
    made = []
    for rule, event, said, each in [
        *rules,
        ("never_emptied", "TRUNCATE", f"{TABLE} is never emptied", "EACH STATEMENT"),
    ]:
        name, body = f"{TABLE}_{rule}", f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON {TABLE} FOR {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table(TABLE)
    if not is_sqlite:
        for rule in ("stay_frozen", "never_go", "never_emptied"):
            op.execute(f"DROP FUNCTION {TABLE}_{rule}()")

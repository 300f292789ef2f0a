"""Why words that a check asks to consider may stay in a text."""

import sqlalchemy as sa
from alembic import op

revision = "0016_reasons"
down_revision = "0015_words"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SIDE = sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40)
RULES = [("no_update", "UPDATE"), ("no_delete", "DELETE")]


def upgrade() -> None:
    op.create_table(
        "reasons",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("material_id", NUMBER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_in", sa.Text(), nullable=False),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("written_by_id", NUMBER, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["written_by_id", "side"], ["users.id", "users.side"], name="fk_reasons_written_by_own_side"
        ),
        sa.CheckConstraint("kind IN ('parity', 'glossary', 'reading', 'register')", name=op.f("ck_reasons_kind")),
        sa.CheckConstraint("language IN ('en', 'es')", name=op.f("ck_reasons_language")),
        sa.CheckConstraint("written_in IN ('en', 'es')", name=op.f("ck_reasons_written_in")),
        sa.CheckConstraint("words <> ''", name=op.f("ck_reasons_words")),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_reasons_material_id_materials")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reasons")),
    )
    op.create_index(op.f("ix_reasons_material_id"), "reasons", ["material_id"], unique=False)
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    message = "reasons is append-only"
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER reasons_{rule} BEFORE {event} ON reasons BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for rule, event in RULES
        ]
    rules = [(*rule, message, "EACH ROW") for rule in RULES]
    made = []
    for rule, event, said, each in [
        *rules,
        ("never_emptied", "TRUNCATE", "reasons is never emptied", "EACH STATEMENT"),
    ]:
        name, body = f"reasons_{rule}", f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON reasons FOR {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table("reasons")
    if not is_sqlite:
        for rule in ("no_update", "no_delete", "never_emptied"):
            op.execute(f"DROP FUNCTION reasons_{rule}()")

"""Comments on a material or on one of its blocks, and their answers."""

import sqlalchemy as sa
from alembic import op

revision = "0014_comments"
down_revision = "0013_verifications"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
SIDE = sa.Enum("US", "MX", name="side", native_enum=False, create_constraint=True, length=40)
AUDIENCE = sa.Enum("side", "owner", "both", name="audience", native_enum=False, create_constraint=True, length=40)
COLUMNS = "material_id, answers_id, side, language, text, about, written_by_id, written_at"
# What was said never changes again and never goes: rule, event.
RULES = [("stay_frozen", f"UPDATE OF {COLUMNS}"), ("never_go", "DELETE")]
EMPTIED = "comments is never emptied"


def upgrade() -> None:
    op.create_table(
        "comments",
        sa.Column("id", NUMBER, nullable=False),
        sa.Column("material_id", NUMBER, nullable=False),
        sa.Column("block_id", NUMBER, nullable=True),
        sa.Column("answers_id", NUMBER, nullable=True),
        sa.Column("side", SIDE, nullable=False),
        sa.Column("audience", AUDIENCE, nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("written_by_id", NUMBER, nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by_id", NUMBER, nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_comments_text")),
        sa.CheckConstraint("language IN ('en', 'es')", name=op.f("ck_comments_language")),
        sa.CheckConstraint("(settled_at IS NULL) = (settled_by_id IS NULL)", name=op.f("ck_comments_settled")),
        sa.CheckConstraint("answers_id IS NULL OR settled_at IS NULL", name=op.f("ck_comments_answers")),
        sa.ForeignKeyConstraint(
            ["written_by_id", "side"], ["users.id", "users.side"], name="fk_comments_written_by_own_side"
        ),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_comments_material_id_materials")),
        sa.ForeignKeyConstraint(
            ["block_id"], ["blocks.id"], name=op.f("fk_comments_block_id_blocks"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["answers_id"], ["comments.id"], name=op.f("fk_comments_answers_id_comments")),
        sa.ForeignKeyConstraint(["settled_by_id"], ["users.id"], name=op.f("fk_comments_settled_by_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
    )
    for column in ("material_id", "block_id", "answers_id"):
        op.create_index(op.f(f"ix_comments_{column}"), "comments", [column], unique=False)
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER comments_{rule} BEFORE {event} ON comments "
            "BEGIN SELECT RAISE(ABORT, 'comments is frozen'); END"
            for rule, event in RULES
        ]
    rules = [(*rule, "comments is frozen", "EACH ROW") for rule in RULES]
    made = []
    for rule, event, message, each in [*rules, ("never_emptied", "TRUNCATE", EMPTIED, "EACH STATEMENT")]:
        name, body = f"comments_{rule}", f"$$ BEGIN RAISE EXCEPTION '{message}'; END $$"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON comments FOR {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table("comments")
    if not is_sqlite:
        for rule in ("stay_frozen", "never_go", "never_emptied"):
            op.execute(f"DROP FUNCTION comments_{rule}()")

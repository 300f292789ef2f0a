"""Which national flyer was made from which joint version."""

import sqlalchemy as sa
from alembic import op

revision = "0021_forks"
down_revision = "0020_reviews"
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
RULES = [("no_update", "UPDATE"), ("no_delete", "DELETE")]


def upgrade() -> None:
    op.create_table(
        "forks",
        sa.Column("material_id", NUMBER, nullable=False),
        sa.Column("version_id", NUMBER, nullable=False),
        sa.ForeignKeyConstraint(["material_id"], ["materials.id"], name=op.f("fk_forks_material_id_materials")),
        sa.ForeignKeyConstraint(["version_id"], ["versions.id"], name=op.f("fk_forks_version_id_versions")),
        sa.PrimaryKeyConstraint("material_id", name=op.f("pk_forks")),
    )
    op.create_index(op.f("ix_forks_version_id"), "forks", ["version_id"], unique=False)
    for statement in _guards():
        op.execute(statement)


def _guards() -> list[str]:
    message = "forks is append-only"
    if op.get_bind().dialect.name == "sqlite":
        return [
            f"CREATE TRIGGER forks_{rule} BEFORE {event} ON forks BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for rule, event in RULES
        ]
    rules = [(*rule, message, "EACH ROW") for rule in RULES]
    made = []
    for rule, event, said, each in [*rules, ("never_emptied", "TRUNCATE", "forks is never emptied", "EACH STATEMENT")]:
        name, body = f"forks_{rule}", f"$$ BEGIN RAISE EXCEPTION '{said}'; END $$"
        made.append(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS {body}")
        made.append(f"CREATE TRIGGER {name} BEFORE {event} ON forks FOR {each} EXECUTE FUNCTION {name}()")
    return made


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    op.drop_table("forks")
    if not is_sqlite:
        for rule in ("no_update", "no_delete", "never_emptied"):
            op.execute(f"DROP FUNCTION forks_{rule}()")

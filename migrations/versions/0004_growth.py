"""Lists that stay quick: full-text search kept by the database, and an index for each list's own order."""

import sqlalchemy as sa
from alembic import op

revision = "0004_growth"
down_revision = "0003_engine"
branch_labels = None
depends_on = None

WORDS = {
    "sqlite": [
        "CREATE VIRTUAL TABLE campaigns_words USING fts5(search, content='campaigns', content_rowid='id', prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER campaigns_words_insert AFTER INSERT ON campaigns BEGIN INSERT INTO campaigns_words (rowid, search) VALUES (new.id, new.search); END",
        "CREATE TRIGGER campaigns_words_delete AFTER DELETE ON campaigns BEGIN INSERT INTO campaigns_words (campaigns_words, rowid, search) VALUES ('delete', old.id, old.search); END",
        "CREATE TRIGGER campaigns_words_update AFTER UPDATE OF search ON campaigns BEGIN INSERT INTO campaigns_words (campaigns_words, rowid, search) VALUES ('delete', old.id, old.search); INSERT INTO campaigns_words (rowid, search) VALUES (new.id, new.search); END",
        "INSERT INTO campaigns_words (campaigns_words) VALUES ('rebuild')",
        "CREATE VIRTUAL TABLE materials_words USING fts5(title_en, title_es, content='materials', content_rowid='id', prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER materials_words_insert AFTER INSERT ON materials BEGIN INSERT INTO materials_words (rowid, title_en, title_es) VALUES (new.id, new.title_en, new.title_es); END",
        "CREATE TRIGGER materials_words_delete AFTER DELETE ON materials BEGIN INSERT INTO materials_words (materials_words, rowid, title_en, title_es) VALUES ('delete', old.id, old.title_en, old.title_es); END",
        "CREATE TRIGGER materials_words_update AFTER UPDATE OF title_en, title_es ON materials BEGIN INSERT INTO materials_words (materials_words, rowid, title_en, title_es) VALUES ('delete', old.id, old.title_en, old.title_es); INSERT INTO materials_words (rowid, title_en, title_es) VALUES (new.id, new.title_en, new.title_es); END",
        "INSERT INTO materials_words (materials_words) VALUES ('rebuild')",
        "CREATE VIRTUAL TABLE fact_versions_words USING fts5(en, es, name_en, name_es, dial, content='fact_versions', content_rowid='id', prefix='1 2 3 4', tokenize='unicode61 remove_diacritics 2')",
        "CREATE TRIGGER fact_versions_words_insert AFTER INSERT ON fact_versions BEGIN INSERT INTO fact_versions_words (rowid, en, es, name_en, name_es, dial) VALUES (new.id, new.en, new.es, new.name_en, new.name_es, new.dial); END",
        "CREATE TRIGGER fact_versions_words_delete AFTER DELETE ON fact_versions BEGIN INSERT INTO fact_versions_words (fact_versions_words, rowid, en, es, name_en, name_es, dial) VALUES ('delete', old.id, old.en, old.es, old.name_en, old.name_es, old.dial); END",
        "CREATE TRIGGER fact_versions_words_update AFTER UPDATE OF en, es, name_en, name_es, dial ON fact_versions BEGIN INSERT INTO fact_versions_words (fact_versions_words, rowid, en, es, name_en, name_es, dial) VALUES ('delete', old.id, old.en, old.es, old.name_en, old.name_es, old.dial); INSERT INTO fact_versions_words (rowid, en, es, name_en, name_es, dial) VALUES (new.id, new.en, new.es, new.name_en, new.name_es, new.dial); END",
        "INSERT INTO fact_versions_words (fact_versions_words) VALUES ('rebuild')",
    ],
    "postgresql": [
        r"""CREATE INDEX ix_campaigns_words ON campaigns USING gin (to_tsvector('simple', regexp_replace(lower(regexp_replace(normalize(campaigns.search, NFKD), '[\u0300-\u036f]', '', 'g')), '[^a-z0-9]+', ' ', 'g')))""",
        r"""CREATE INDEX ix_materials_words ON materials USING gin (to_tsvector('simple', regexp_replace(lower(regexp_replace(normalize(materials.title_en || ' ' || materials.title_es, NFKD), '[\u0300-\u036f]', '', 'g')), '[^a-z0-9]+', ' ', 'g')))""",
        r"""CREATE INDEX ix_fact_versions_words ON fact_versions USING gin (to_tsvector('simple', regexp_replace(lower(regexp_replace(normalize(fact_versions.en || ' ' || fact_versions.es || ' ' || fact_versions.name_en || ' ' || fact_versions.name_es || ' ' || fact_versions.dial, NFKD), '[\u0300-\u036f]', '', 'g')), '[^a-z0-9]+', ' ', 'g')))""",
    ],
}
INDEXES = [
    ("facts", "ix_facts_rank", ["rank", "key"]),
    ("fact_versions", "ix_fact_versions_waiting_us", ["us_key", "state", "id"]),
    ("fact_versions", "ix_fact_versions_waiting_mx", ["mx_key", "state", "id"]),
    ("fact_versions", "ix_fact_versions_review_by", ["review_by"]),
    ("campaigns", "ix_campaigns_state", ["state", "id"]),
    ("campaigns", "ix_campaigns_state_kind", ["state", "kind", "id"]),
    ("tracks", "ix_tracks_side", ["side", "state"]),
    ("campaign_regions", "ix_campaign_regions_region_key", ["region_key"]),
    ("versions", "ix_versions_state", ["state", "material_id", "n"]),
    ("versions", "ix_versions_waiting_us", ["us_key", "state", "submitted_at"]),
    ("versions", "ix_versions_waiting_mx", ["mx_key", "state", "submitted_at"]),
    ("versions", "ix_versions_review_by", ["state", "review_by"]),
    ("notices", "ix_notices_to_side", ["to_side", "written_at"]),
    ("jobs", "ix_jobs_asked_by_id", ["asked_by_id", "id"]),
    ("materials", "ix_materials_open", ["side", "has_draft", sa.text("(notice = '')"), sa.text("id DESC")]),
    (
        "holds",
        "ix_holds_standing_first",
        [sa.text("(lifted_at IS NOT NULL)"), sa.text("placed_at DESC"), sa.text("id DESC")],
    ),
]


def upgrade() -> None:
    op.drop_index("ix_notices_to_side", table_name="notices")
    for table, name, columns in INDEXES:
        op.create_index(name, table, columns)
    for statement in WORDS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", r"\:")))


def downgrade() -> None:
    for table in ("campaigns", "materials", "fact_versions"):
        if op.get_bind().dialect.name == "sqlite":
            for event in ("insert", "delete", "update"):
                op.execute(f"DROP TRIGGER {table}_words_{event}")
            op.execute(f"DROP TABLE {table}_words")
        else:
            op.execute(f"DROP INDEX ix_{table}_words")
    for table, name, _columns in INDEXES:
        op.drop_index(name, table_name=table)
    op.create_index("ix_notices_to_side", "notices", ["to_side"])

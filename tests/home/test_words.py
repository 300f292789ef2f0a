"""Full-text search: what is typed are beginnings of words, a code is exact, and the index is right however a row came,
changed or went.
"""

from typing import cast

import pytest
from sqlalchemy import Table, insert, select, text, update
from sqlalchemy.engine import Connection

from campaign.campaigns import models as campaigns
from campaign.db import session
from campaign.facts import models as facts
from campaign.facts.models import FILTERS
from campaign.fulltext import codes
from campaign.materials.finding import titled
from campaign.materials.models import Material
from tests.conftest import ActingAs
from tests.world import World

pytestmark = pytest.mark.database
TABLES = ("campaigns", "materials", "fact_versions")


def found(words: str) -> set[int]:
    return {material.id for material in session.scalars(titled(select(Material), words)).unique()}


def assert_whole(connection: Connection) -> None:
    """SQLite compares each index with its table by itself; on PostgreSQL an index cannot differ."""
    if connection.dialect.name == "sqlite":
        for table in TABLES:
            connection.execute(text(f"INSERT INTO {table}_words ({table}_words, rank) VALUES ('integrity-check', 1)"))


@pytest.mark.parametrize("words", ["pastilla", "PAST", "mátar pastí", "pill one", "p", "kill, pill!", "“One pill”"])
def test_every_word_is_the_beginning_of_one(world: World, words: str) -> None:
    assert world.in_force_id in found(words)


@pytest.mark.parametrize("words", ["astilla", "pill zebra", "pastillitas", "%", "_", '"', "*", "pill OR zebra", "-"])
def test_the_middle_of_a_word_and_signs_find_nothing(world: World, words: str) -> None:
    assert world.in_force_id not in found(words)


def test_a_code_is_exact(world: World) -> None:
    code = world.material("in_force").code
    assert found(code) == found(f"{code} pill") == {world.in_force_id}
    assert found(code.lower().replace("-0", "-")) == {world.in_force_id}
    assert found(f"{code}9") == found(f"{code} zebra") == set()
    assert codes("F-0142 of f-7 C-3 F-² F- F-12345678901", "F") == ([142, 7], "of C-3 F-² F- F-12345678901")


def test_the_index_follows_the_row(world: World, acting_as: ActingAs, connection: Connection) -> None:
    """Through the actions' own way, and by statements that know nothing of it."""
    material = world.material("draft")
    with acting_as("planner.us"):
        material.title_en = "Zebra crossing"
        session.commit()
    assert found("zebra") == {material.id}
    rows = cast(Table, Material.__table__)
    columns = [column.name for column in rows.columns if column.name != "id"]
    copied = select(*(rows.c[name] for name in columns)).where(rows.c.id == material.id)
    connection.execute(insert(rows).from_select(columns, copied))
    assert len(found("zebra")) == 2
    connection.execute(
        update(rows).where(rows.c.id != material.id, rows.c.title_en == "Zebra crossing").values(title_en="Jirafa")
    )
    assert (len(found("zebra")), len(found("jirafa"))) == (1, 1)
    connection.execute(rows.delete().where(rows.c.title_en == "Jirafa"))
    assert found("jirafa") == set()
    assert_whole(connection)


def test_facts_and_campaigns_too(world: World) -> None:
    chosen: dict[str, list[str]] = {"waiting": [], **{name: [] for name in FILTERS}}
    keys = {version.fact.key for version in session.scalars(facts.listed("línea vid", chosen)).unique()}
    assert keys == {"mx_linea_vida"}
    assert [v.fact.key for v in session.scalars(facts.listed("US_988", chosen)).unique()] == ["us_988"]
    assert session.scalars(facts.listed("us_98", chosen)).unique().all() == []
    title = world.campaign.title.es.split()[-1][:4]
    assert world.campaign in session.scalars(campaigns.titled(select(campaigns.Campaign), title)).unique().all()

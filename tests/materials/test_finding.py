"""Materials by the words of their texts: both languages, accents or not; a search tells no more than a page would."""

import pytest
from sqlalchemy import select, text

from campaign.app import JOBS
from campaign.audit.models import Entry
from campaign.config import Config
from campaign.db import Bilingual, session
from campaign.jobs.models import JobState
from campaign.materials import actions
from campaign.materials.files.models import FileLanguage
from campaign.materials.finding import marks_of, titled
from campaign.materials.models import BlockKind, Material, visible_to
from campaign.permissions import see_draft, see_material
from tests.jobs import acts as work
from tests.kits import samples
from tests.materials import acts
from tests.world import PEOPLE, World

pytestmark = pytest.mark.database


def found(world: World, words: str, who: str = "planner.us") -> set[int]:
    user = world.user(who)
    return {one.id for one in session.scalars(titled(visible_to(user), words, marks_of(user))).unique()}


@pytest.mark.parametrize("words", ["escuela naloxóna", "naloxona ESCUELAS", "school naloxone", "escuelas school"])
def test_the_text_is_found_in_both_languages(world: World, words: str) -> None:
    material = acts.flyer(world)
    acts.write(world, "planner.us", material, "Naloxone in every school.", "Naloxona en todas las escuelas.")
    assert material.id in found(world, words)
    assert material.id not in found(world, f"{words} zebra")


def test_files_are_found_by_name_summary_credit_and_alternative_text(world: World, config: Config) -> None:
    sheet = ("Guía-Acción.pdf", FileLanguage.both, b"%PDF-1.7 g")
    material = samples.leaflet(world, config, Bilingual("A leaflet", "Un folleto"), sheet)
    for words in ("guia accion", "four steps", "laura vela", "mano telefono", "leaflet guía"):
        assert material.id in found(world, words), words


def test_a_draft_is_found_only_by_whoever_may_read_it(world: World) -> None:
    """A word that stands only in the open draft, for every person, against the rule of the page."""
    material = acts.flyer(world)
    acts.write(world, "planner.us", material, "Quetzal.", "Quetzal.")
    for is_shared in (False, True):
        if is_shared:
            with acts.act(world, "planner.us"):
                actions.share(acts.here(material))
        for who in PEOPLE:
            user, row = world.user(who), acts.here(material)
            is_theirs = see_material(user, row) and see_draft(user, row)
            assert (material.id in found(world, "quetzal", who)) is is_theirs, who


def test_what_is_in_force_stays_found_while_its_draft_is_not(world: World) -> None:
    """Another country and partners find the text in force, and nothing of the next one."""
    material = world.material("in_force")
    before = acts.blocks(material, BlockKind.headline)[0].en.split()[0]
    acts.write(world, "planner.us", material, "Zephyr winds.", "Vientos céfiros.")
    assert material.id in found(world, "zephyr")
    for who in ("planner.mx", "partner-a.us", "observer"):
        assert material.id not in found(world, "zephyr", who)
        assert material.id in found(world, before, who)


def test_nothing_typed_takes_a_mark_along(world: World) -> None:
    acts.write(world, "planner.us", world.material("draft"), "Quetzal.", "Quetzal.")
    for typed in ("ðusquetzal", "usquetzal", "ðus", "us quetzal"):
        assert world.draft_id not in found(world, typed, "planner.mx")


def test_a_code_says_what_it_is(world: World, config: Config) -> None:
    material = samples.leaflet(world, config)
    assert found(world, material.code) == {material.id}
    assert found(world, material.code.replace("M", "F")) == set()


def test_the_words_stand_in_no_entry(world: World) -> None:
    """Nor does keeping them make one."""
    acts.flyer(world)
    entries = session.scalars(select(Entry).order_by(Entry.n.desc()).limit(1)).one()
    assert '"words"' not in entries.changes
    assert session.scalars(select(Material.words).where(Material.words != "")).first()


def test_what_has_no_words_yet_gets_them(live: object, own_config: Config, built_world: World) -> None:
    """As after an upgrade; a second time there is nothing to do, and the record says nothing of it."""
    first = built_world.in_force_id
    before = session.get_one(Material, first).words
    count = len(session.scalars(select(Entry.n)).all())
    session.execute(text("UPDATE materials SET words = ''"))
    session.commit()
    for gathered in (True, False):
        job = work.do(work.ask("materials.words"), JOBS, own_config)
        assert (job.state, bool((job.result or {})["materials"])) == (JobState.done, gathered), job.error_en
    assert session.get_one(Material, first).words == before != ""
    assert len(session.scalars(select(Entry.n)).all()) == count + 2  # that it was asked for, twice

"""The editor: what is typed is kept whatever happens, and what two people type never overwrites itself in silence."""

from collections.abc import Callable
from html import unescape

import pytest

from campaign.db import Bilingual, session
from campaign.materials.models import Block, BlockKind, Material, blocks_of
from tests.browser import Browser, loose
from tests.materials import acts
from tests.page import Page
from tests.world import World

ClientOf = Callable[..., Browser]
MARKUP = '<b>&amp; "x"</b><script>alert(1)</script>'
SPANISH = pytest.mark.parametrize("language", ["en", "es"])


@pytest.fixture
def draft(world: World) -> Material:
    return acts.flyer(world)


def path(material: Material) -> str:
    return f"/materials/{material.id}/edit"


def block(material: Material, kind: BlockKind = BlockKind.point) -> Block:
    return acts.blocks(material, kind)[0]


def kinds(material: Material) -> list[str]:
    return [block.kind.value for block in session.scalars(blocks_of(material.id))]


def typed(page: Page, name: str) -> list[str]:
    """What stands in a field of the form on the screen."""
    found: list[str] = page.form().filled({})[name]
    return found


@SPANISH
def test_what_is_typed_is_there_again(client_of: ClientOf, draft: Material, language: str) -> None:
    browser = client_of("planner.us", language)
    browser.get(path(draft))
    id = block(draft).id
    browser.send(**loose({f"en_{id}": "Stay with them.", f"es_{id}": "Quédate, ñandú: ¿sí?", "title_es": "Título"}))
    page = browser.follow()
    assert ("Guardado." if language == "es" else "Saved.") in page.text
    assert typed(page, f"es_{id}") == ["Quédate, ñandú: ¿sí?"]
    assert typed(page, "title_es") == ["Título"]


def test_half_a_text_is_kept(client_of: ClientOf, draft: Material) -> None:
    browser = client_of("planner.us")
    browser.get(path(draft))
    id = block(draft).id
    browser.send(**loose({f"en_{id}": "Only English so far.", f"es_{id}": ""}))
    assert block(draft).words == Bilingual("Only English so far.", "")
    assert "Block 3 has no Spanish text." in browser.follow().text


# Bad input


@SPANISH
@pytest.mark.parametrize(
    ("name", "words", "said"),
    [
        ("headline", "x" * 61, {"en": "at most 60 characters; one here has 61", "es": "60"}),
        ("headline", "ab " * 41, {"en": "At most 120 characters; this has 122", "es": "122"}),
        ("point", "pala " * 250, {"en": "At most 1,200 characters; this has 1,249", "es": "1,249"}),
    ],
)
def test_too_long_is_said_at_the_field_and_everything_typed_stays(
    client_of: ClientOf, draft: Material, name: str, words: str, said: dict[str, str], language: str
) -> None:
    browser = client_of("planner.us", language)
    browser.get(path(draft))
    id, other = block(draft, BlockKind(name)).id, block(draft, BlockKind.alt).id
    before = {b.id: b.words for b in session.scalars(blocks_of(draft.id))}
    page = browser.send(status=422, **{f"en_{id}": words, f"es_{other}": "Esto no se pierde."})
    assert said[language] in page.text
    assert typed(page, f"en_{id}") == [words.strip()]
    assert typed(page, f"es_{other}") == ["Esto no se pierde."]
    assert {b.id: b.words for b in session.scalars(blocks_of(draft.id))} == before


def test_a_wrong_token_changes_nothing(client_of: ClientOf, draft: Material) -> None:
    browser = client_of("planner.us")
    browser.get(path(draft))
    id, before = block(draft).id, block(draft).words
    browser.send(status=400, csrf_token="forged", **{f"en_{id}": "Mine"})
    assert block(draft).words == before


@pytest.mark.parametrize("sent", ["0", "-1", "x", "²", "9" * 30, "999999", ""])
def test_a_fact_that_is_none_is_not_quoted_and_the_text_stays(client_of: ClientOf, draft: Material, sent: str) -> None:
    browser = client_of("planner.us")
    browser.get(path(draft))
    id = block(draft).id
    values = browser.page.form().filled({f"en_{id}": "Typed before the button."}) if browser.page else {}
    page = browser.post(path(draft), {**values, "do": "add-fact", "fact": sent}, status=422)
    assert "Choose the fact to quote." in page.text
    assert typed(page, f"en_{id}") == ["Typed before the button."]


def test_a_draft_fact_is_not_quoted(client_of: ClientOf, draft: Material, world: World) -> None:
    browser = client_of("planner.us")
    browser.get(path(draft))
    values = browser.page.form().filled({}) if browser.page else {}
    page = browser.post(path(draft), {**values, "do": "add-fact", "fact": world.fact("fake_pills").id}, status=422)
    assert "Only a fact that is in force can be quoted." in page.text


@SPANISH
@pytest.mark.parametrize(
    ("who", "key"), [("planner.us", "mx_linea_vida"), ("planner.mx", "us_samhsa_helpline")], ids=["us", "mx"]
)
def test_a_national_flyer_quotes_no_number_of_the_other_country(
    client_of: ClientOf, world: World, who: str, key: str, language: str
) -> None:
    material = acts.flyer(world, who, acts.Scope.national)
    browser = client_of(who, language)
    page = browser.get(path(material))
    assert key not in page.text
    values = page.form().filled({})
    page = browser.post(path(material), {**values, "do": "add-fact", "fact": world.fact(key).id}, status=422)
    words = {"en": "not valid in the country of this flyer", "es": "no es válido en el país de este volante"}
    assert words[language] in page.text


@pytest.mark.parametrize("do", ["", "fly", "up", "up-", "up-²", "down--1", "add", "add-headline", "add-fact-1", "-"])
def test_a_button_that_is_none_only_saves(client_of: ClientOf, draft: Material, do: str) -> None:
    browser = client_of("planner.us")
    browser.get(path(draft))
    id, before = block(draft).id, kinds(draft)
    values = browser.page.form().filled({f"en_{id}": "Kept."}) if browser.page else {}
    browser.post(path(draft), {**values, "do": do})
    assert kinds(draft) == before


def test_markup_is_text_on_every_page(client_of: ClientOf, draft: Material, world: World) -> None:
    browser = client_of("planner.us")
    browser.get(path(draft))
    id = block(draft).id
    browser.send(**loose({f"en_{id}": MARKUP, f"es_{id}": MARKUP, "title_en": MARKUP, "title_es": MARKUP}))
    version = acts.send(world, draft)
    pages = [browser.get(p) for p in (path(draft), f"/materials/{draft.id}", "/materials/", "/", "/flyers/")]
    pages.append(client_of("signatory.mx", "en").get(f"/clearance/versions/{version.id}"))
    pages.append(browser.get(f"/materials/versions/{version.id}"))
    for page in pages:
        assert "<script>alert" not in page.html
        assert MARKUP in unescape(page.html)
    browser.get(path(draft))
    page = browser.send(status=409, version="1", **{f"en_{id}": MARKUP + "!"})
    assert MARKUP + "!" in page.text


# Blocks


def test_a_button_keeps_what_was_typed_before_it(client_of: ClientOf, draft: Material) -> None:
    """Each button is a submit of the whole form: adding, moving and removing lose nothing (law 17)."""
    browser = client_of("planner.us")
    browser.get(path(draft))
    id = block(draft).id
    for n, do in enumerate(("add-point", f"up-{id}", f"down-{id}", f"remove-{block(draft, BlockKind.subline).id}")):
        browser.send(do=do, **loose({f"es_{id}": f"Escrito {n}"}))
        assert typed(browser.follow(), f"es_{id}") == [f"Escrito {n}"]


def test_blocks_are_added_before_the_picture_moved_and_removed(client_of: ClientOf, world: World) -> None:
    draft = acts.flyer(world, is_written=False)
    browser = client_of("planner.us")

    def press(do: str, **values: object) -> list[str]:
        browser.get(path(draft))
        browser.send(do=do, **loose(values))
        return kinds(draft)

    assert press("add-point") == ["headline", "subline", "point", "point", "alt"]
    first, second = acts.blocks(draft, BlockKind.point)
    press(f"up-{second.id}")
    assert [b.id for b in acts.blocks(draft, BlockKind.point)] == [second.id, first.id]
    assert press(f"remove-{block(draft, BlockKind.subline).id}") == ["headline", "point", "point", "alt"]
    assert press("add-subline") == ["headline", "point", "point", "subline", "alt"]
    fact = world.fact("us_988")
    assert press("add-fact", fact=fact.id) == ["headline", "point", "point", "subline", "fact", "alt"]
    quoted = block(draft, BlockKind.fact)
    assert (quoted.fact_version_id, quoted.scope.value) == (fact.id, "US")


@pytest.mark.parametrize("kind", [BlockKind.headline, BlockKind.alt])
def test_headline_and_picture_stay(client_of: ClientOf, draft: Material, kind: BlockKind) -> None:
    browser = client_of("planner.us")
    browser.get(path(draft))
    values = browser.page.form().filled({}) if browser.page else {}
    page = browser.post(path(draft), {**values, "do": f"remove-{block(draft, kind).id}"}, status=422)
    assert "Every flyer has a headline and the words for its picture." in page.text
    assert len(acts.blocks(draft, kind)) == 1


def test_a_block_of_another_flyer_is_out_of_reach(client_of: ClientOf, draft: Material, world: World) -> None:
    foreign = block(world.material("partner_draft"))
    browser = client_of("planner.us")
    browser.get(path(draft))
    values = browser.page.form().filled({}) if browser.page else {}
    page = browser.post(path(draft), {**values, "do": f"remove-{foreign.id}"}, status=422)
    assert "This block is no longer there." in page.text
    assert session.get(Block, foreign.id) is not None


# Two people at once (law 17)


@SPANISH
def test_the_second_of_two_is_told_and_loses_nothing(client_of: ClientOf, world: World, language: str) -> None:
    draft = world.material("shared_draft")
    id = block(draft).id
    first, second = client_of("planner.mx"), client_of("planner.us", language)
    first.get(path(draft))
    second.get(path(draft))
    first.send(**loose({f"es_{id}": "De Tomás."}))
    page = second.send(status=409, **{f"en_{id}": "Dana's.", f"es_{id}": "De Dana."})
    assert {"en": "Someone else changed this text", "es": "Otra persona cambió este texto"}[language] in page.text
    assert all(words in page.text for words in ("De Tomás.", "Dana's.", "De Dana."))
    assert block(draft).words == Bilingual("", "De Tomás.")
    second.send()
    assert block(draft).words == Bilingual("Dana's.", "De Dana.")


def test_a_form_that_is_sent_again_with_the_old_counter_is_still_stale(client_of: ClientOf, draft: Material) -> None:
    browser = client_of("planner.us")
    browser.get(path(draft))
    id = block(draft).id
    values = browser.page.form().filled({f"en_{id}": "Once."}) if browser.page else {}
    browser.post(path(draft), values)
    browser.post(path(draft), {**values, f"en_{id}": "Twice."}, status=409)
    assert block(draft).words.en == "Once."


@pytest.mark.parametrize("counter", ["", "0", "x", "²", "-1", "9" * 40])
def test_a_counter_that_is_none_counts_as_stale(client_of: ClientOf, draft: Material, counter: str) -> None:
    browser = client_of("planner.us")
    browser.get(path(draft))
    browser.send(status=409, version=counter, title_en="Mine")
    assert session.get_one(Material, draft.id).title_en == acts.TITLE.en


def test_text_for_a_block_that_was_removed_meanwhile_comes_back_as_a_point(client_of: ClientOf, world: World) -> None:
    draft = world.material("shared_draft")
    subline = block(draft, BlockKind.subline)
    first, second = client_of("planner.mx"), client_of("planner.us", "en")
    first.get(path(draft))
    second.get(path(draft))
    first.send(do=f"remove-{subline.id}")
    page = second.send(status=409, **{f"en_{subline.id}": "Nobody shall lose this."})
    assert "Removed block · English" in page.text
    assert "Nobody shall lose this." in page.text
    second.send()
    assert [b.words.en for b in acts.blocks(draft, BlockKind.point)] == ["", "Nobody shall lose this."]


def test_text_for_a_removed_block_survives_an_error_elsewhere(client_of: ClientOf, world: World) -> None:
    draft = world.material("shared_draft")
    subline, headline = block(draft, BlockKind.subline), block(draft, BlockKind.headline)
    first, second = client_of("planner.mx"), client_of("planner.us", "en")
    first.get(path(draft))
    second.get(path(draft))
    first.send(do=f"remove-{subline.id}")
    second.send(status=422, **{f"en_{subline.id}": "Nobody shall lose this.", f"en_{headline.id}": "x" * 70})
    page = second.send(status=409, **{f"en_{headline.id}": "Short again"})
    assert "Nobody shall lose this." in page.text


# Who


@pytest.mark.parametrize(
    ("who", "status"),
    [("planner.us", 200), ("signatory.us", 403), ("reviewer.us", 403), ("planner.mx", 404), ("partner-a.us", 404)],
)
def test_an_unshared_draft_is_its_own_sides(client_of: ClientOf, draft: Material, who: str, status: int) -> None:
    client_of(who).get(path(draft), status=status)


def test_sending_is_one_press_and_keeps_what_was_typed(client_of: ClientOf, draft: Material) -> None:
    """The button sends the form on (307), so the words are saved before the text is frozen or refused."""
    browser = client_of("planner.us")
    browser.get(path(draft))
    id = block(draft).id
    page = browser.send(status=307, do="send", **{f"en_{id}": "", f"es_{id}": "Solo en español."})
    assert page.response.headers["Location"] == f"/flyers/{draft.id}/submit"
    browser.post(f"/flyers/{draft.id}/submit")
    assert "Block 3 has no English text." in browser.follow().text
    assert block(draft).words == Bilingual("", "Solo en español.")

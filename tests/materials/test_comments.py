"""Talking about a text: who reads what, answers, settling, and that nothing that was said is lost."""

from collections.abc import Callable

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from campaign.clock import now
from campaign.db import Side, acting, session
from campaign.errors import NotAllowed, Overtaken, Refused
from campaign.mail.models import Notice, PersonalLetter
from campaign.materials import actions as materials
from campaign.materials.actions import Change, Entry
from campaign.materials.comments import actions
from campaign.materials.comments.models import Audience, Comment
from campaign.materials.models import Block, Material, blocks_of
from tests.browser import Browser
from tests.materials.acts import act, flyer
from tests.world import World

ClientOf = Callable[..., Browser]
SAID = "Say “drugstore”, as people do here."


def say(world: World, who: str, audience: Audience = Audience.side, name: str = "waiting", answers: int = 0) -> int:
    """A comment, or an answer; its number."""
    with act(world, who) as user:
        if answers:
            return actions.answer(session.get_one(Comment, answers), SAID, "en", user, now()).id
        return actions.write(world.material(name), SAID, None, audience, "en", user, now()).id


def sees(client_of: ClientOf, who: str, material: int) -> bool:
    page = client_of(who).get(f"/materials/{material}/comments", status=None)
    return page.response.status_code == 200 and SAID in page.html.replace("&#34;", '"')


@pytest.mark.parametrize(
    ("writer", "audience", "readers"),
    [
        ("reviewer.us", Audience.side, {"planner.us", "signatory.us", "reviewer.us"}),
        ("signatory.mx", Audience.side, {"planner.mx", "signatory.mx", "reviewer.mx"}),
        ("planner.mx", Audience.both, {f"{r}.{s}" for r in ("planner", "signatory", "reviewer") for s in ("us", "mx")}),
    ],
)
def test_a_side_reads_its_own_and_what_is_meant_for_both(
    client_of: ClientOf, world: World, writer: str, audience: Audience, readers: set[str]
) -> None:
    say(world, writer, audience)
    officials = [f"{role}.{side}" for role in ("planner", "signatory", "reviewer") for side in ("us", "mx")]
    others = ["partner-a.us", "partner-a.mx", "printer.us", "secretariat", "observer", "administrator.mx"]
    material = world.material("waiting").id
    assert {who for who in [*officials, *others] if sees(client_of, who, material)} == readers


def test_a_partner_talks_with_its_own_side_alone(client_of: ClientOf, world: World) -> None:
    material = world.material("partner_draft")
    material_id = material.id
    say(world, "partner-a.mx", Audience.owner, "partner_draft")
    assert sees(client_of, "planner.mx", material_id)
    assert sees(client_of, "partner-a.mx", material_id)
    assert not sees(client_of, "partner-b.mx", material_id)
    with act(world, "partner-a.mx") as user, pytest.raises(NotAllowed):
        actions.write(world.material("partner_draft"), SAID, None, Audience.both, "es", user, now())


def test_notes_of_officials_are_not_for_the_partner_unless_they_say_so(client_of: ClientOf, world: World) -> None:
    material_id = world.material("partner_draft").id
    say(world, "planner.mx", Audience.side, "partner_draft")
    assert not sees(client_of, "partner-a.mx", material_id)
    say(world, "planner.mx", Audience.owner, "partner_draft")
    assert sees(client_of, "partner-a.mx", material_id)


def test_the_partner_whose_text_it_is_has_a_letter(world: World) -> None:
    letters = select(PersonalLetter.address).where(PersonalLetter.path.contains("/comments#"))
    say(world, "planner.mx", Audience.side, "partner_draft")
    assert session.scalars(letters).all() == []
    number = say(world, "planner.mx", Audience.owner, "partner_draft")
    assert session.scalars(letters).all() == ["partner-a.mx@example.org"]
    say(world, "partner-a.mx", answers=number)
    assert len(session.scalars(letters).all()) == 1


@pytest.mark.parametrize("language", ["en", "es"])
def test_written_answered_settled_and_opened_again_at_the_screen(
    client_of: ClientOf, world: World, language: str
) -> None:
    material, block = world.material("draft"), session.scalars(blocks_of(world.material("draft").id)).first()
    assert block is not None
    path = f"/materials/{material.id}/comments"
    reviewer = client_of("reviewer.us", language)
    reviewer.get(f"{path}?block={block.id}")
    reviewer.send(status=422, text="", audience="side")
    assert ("Write what you want to say." in reviewer.page.text) == (language == "en") if reviewer.page else False
    reviewer.send(text=SAID, audience="both")
    page = reviewer.follow()
    comment = session.scalars(select(Comment)).one()
    assert (comment.block_id, comment.about, comment.language) == (block.id, "", language)  # unsent: for the own side
    assert (comment.audience, comment.side) == (Audience.both, Side.US)
    planner = client_of("planner.us", language)
    assert SAID in planner.get(f"/materials/{material.id}/edit").text  # beside its block
    assert SAID in planner.get(f"/materials/{material.id}").text
    planner.get(f"/materials/comments/{comment.id}/answer")
    planner.send(text="Changed.")
    assert "Changed." in planner.follow().text
    planner.post(f"/materials/comments/{comment.id}/settle")
    page = planner.follow()
    assert page.form(f"/materials/comments/{comment.id}/reopen")
    assert SAID not in planner.get(f"/materials/{material.id}").text
    assert client_of("reviewer.us", language).post(f"/materials/comments/{comment.id}/settle", status=409)
    planner.get(path)
    planner.post(f"/materials/comments/{comment.id}/reopen")
    assert SAID in planner.get(f"/materials/{material.id}").text


@pytest.mark.parametrize(("language", "words"), [("en", "it said then"), ("es", "entonces decía")])
def test_the_other_country_comments_on_a_block_of_what_was_sent(
    client_of: ClientOf, world: World, language: str, words: str
) -> None:
    """Until a new draft is open, its blocks are what was sent; then they are the owner's alone."""
    material = world.material("waiting")
    block = list(session.scalars(blocks_of(material.id)))[1]
    browser = client_of("reviewer.mx", language)
    browser.get(f"/materials/{material.id}/comments")
    browser.send(text=SAID, audience="both", block=str(block.id))
    assert words not in browser.follow().text
    with act(world, "planner.us") as user:
        waiting = world.material("waiting")
        materials.edit(waiting, waiting.title, [Entry(block.id, "Else.", "Otra.")], None, user, waiting.row_version)
    page = browser.get(f"/materials/{material.id}/comments")
    assert words in page.text
    assert "Else." not in page.text
    assert not page.all("select")


def test_words_of_an_unsent_draft_go_to_nobody_else(world: World) -> None:
    """Neither into what the other country reads, nor by naming a block that one does not see."""
    material = flyer(world)
    block = session.scalars(blocks_of(material.id)).first()
    assert block is not None
    for audience, about in ((Audience.side, block.text.en[:200]), (Audience.both, "")):
        with act(world, "planner.us") as user:
            assert actions.write(material, SAID, block, audience, "en", user, now()).about == about
    waiting = world.material("waiting")
    block = list(session.scalars(blocks_of(waiting.id)))[1]
    with act(world, "planner.us") as user:
        materials.edit(waiting, waiting.title, [Entry(block.id, "Else.", "Otra.")], None, user, waiting.row_version)
    with act(world, "reviewer.mx") as user, pytest.raises(Refused):
        actions.write(world.material("waiting"), SAID, block, Audience.side, "es", user, now())


def test_whoever_does_not_read_it_finds_nothing_there(client_of: ClientOf, world: World) -> None:
    number = say(world, "reviewer.us")
    for who in ("planner.mx", "partner-a.us", "observer"):
        client_of(who).get(f"/materials/comments/{number}/answer", status=404)
        client_of(who).post(f"/materials/comments/{number}/settle", status=404)


def test_shown_to_the_other_country_with_its_answers_once(client_of: ClientOf, world: World) -> None:
    number = say(world, "reviewer.us")
    say(world, "planner.us", answers=number)
    before = len(notices(Side.MX))
    client_of("planner.mx").post(f"/materials/comments/{number}/share", status=404)
    browser = client_of("planner.us")
    browser.post(f"/materials/comments/{number}/share")
    assert {one.audience for one in session.scalars(select(Comment))} == {Audience.both}
    assert len(notices(Side.MX)) == before + 1
    browser.post(f"/materials/comments/{number}/share", status=409)
    client_of("planner.mx").get(f"/materials/comments/{number}/answer")


def notices(side: Side) -> list[str]:
    return list(session.scalars(select(Notice.subject_en).where(Notice.to_side == side)))


def test_the_planners_of_each_reading_side_are_told(world: World) -> None:
    before = {side: len(notices(side)) for side in Side}
    say(world, "reviewer.us")
    assert {side: len(notices(side)) - before[side] for side in Side} == {Side.US: 1, Side.MX: 0}
    say(world, "planner.us", Audience.both)
    assert {side: len(notices(side)) - before[side] for side in Side} == {Side.US: 1, Side.MX: 1}
    say(world, "signatory.mx", Audience.both)
    assert {side: len(notices(side)) - before[side] for side in Side} == {Side.US: 2, Side.MX: 2}


def test_a_draft_that_the_other_country_does_not_see_tells_it_nothing(world: World) -> None:
    before = len(notices(Side.MX))
    say(world, "planner.us", Audience.both, "draft")
    assert len(notices(Side.MX)) == before


def test_a_block_that_is_taken_out_leaves_its_comment(world: World) -> None:
    material = flyer(world)
    block = next(one for one in session.scalars(blocks_of(material.id)) if one.kind.value == "point")
    with act(world, "planner.us") as user:
        number = actions.write(material, SAID, block, Audience.side, "en", user, now()).id
    with act(world, "planner.us") as user:
        material = session.get_one(Material, material.id)
        materials.edit(material, material.title, [], Change("remove", block.id), user, material.row_version)
    session.expire_all()
    assert session.get(Block, block.id) is None
    kept = session.get_one(Comment, number)
    assert (kept.block_id, kept.text, bool(kept.about)) == (None, SAID, True)


@pytest.mark.parametrize(
    "statement", ["UPDATE comments SET text = 'else'", "UPDATE comments SET side = 'MX'", "DELETE FROM comments"]
)
def test_what_was_said_is_never_changed(world: World, statement: str) -> None:
    say(world, "reviewer.us")
    with pytest.raises(DBAPIError), acting(None, None, "test", now()):
        session.execute(text(statement))
    session.rollback()


def test_a_settled_comment_takes_no_answer_until_it_is_open_again(world: World) -> None:
    number = say(world, "reviewer.us")
    with act(world, "planner.us") as user:
        actions.settle(session.get_one(Comment, number), user, now())
    with act(world, "planner.us") as user, pytest.raises(Overtaken):
        actions.answer(session.get_one(Comment, number), SAID, "en", user, now())

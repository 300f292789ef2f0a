"""Answering a letter about a comment: what is kept, of whom, and what never is."""

import subprocess
import sys
from dataclasses import replace
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from campaign.clock import now
from campaign.config import BadSetting, Config
from campaign.db import Side, session
from campaign.mail.jobs import compose
from campaign.mail.models import Letter, Notice, PersonalLetter
from campaign.mail.replies import ABOVE, answered_letter, reply_address
from campaign.materials.comments import actions
from campaign.materials.comments.by_mail import receive
from campaign.materials.comments.models import Audience, Comment, ReceivedLetter
from campaign.materials.comments.received import own_words, read
from tests.holds import stops
from tests.materials.acts import act
from tests.world import World

pytestmark = pytest.mark.database
SAID = "Are there drugstores that take pills back?"
ANSWER = "Sí, hay tres."


@pytest.fixture
def answering(config: Config) -> Config:
    return replace(config, reply_to="answers+{letter}@health.example")


def letter_about(world: World, who: str = "reviewer.mx", to: str = "planner.mx") -> Letter:
    """One side's reviewer said something; the letter to its planner."""
    with act(world, who) as user:
        actions.write(world.material("waiting"), SAID, None, Audience.side, "en", user, now())
    query = select(Letter).join(Letter.notice).where(Letter.user_id == world.users[to])
    return (
        session.scalars(query.where(Notice.path.contains("#comment-")).order_by(Letter.id.desc())).first() or Letter()
    )


def written(to: str, sender: str = "planner.mx@example.org", words: str = ANSWER, **headers: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Message-ID"] = f"Tomás <{sender}>", to, "<one@phone>"
    for name, value in headers.items():
        message[name.replace("_", "-")] = value
    message.set_content(words)
    return message.as_bytes()


def answers(world: World) -> list[tuple[str, int, Side, Audience]]:
    said = session.scalars(select(Comment).where(Comment.answers_id.is_not(None)).order_by(Comment.id))
    return [(one.text, one.written_by_id, one.side, one.audience) for one in said]


def told(world: World, who: str = "planner.mx") -> list[str]:
    query = select(PersonalLetter).where(PersonalLetter.address == f"{who}@example.org")
    return [one.text_es for one in session.scalars(query.where(PersonalLetter.subject_en.contains("not kept")))]


def test_an_answer_becomes_a_comment_of_whoever_wrote_it(world: World, answering: Config) -> None:
    address = reply_address(letter_about(world), answering)
    assert receive(written(address), answering, now()) is not None
    assert answers(world) == [(ANSWER, world.users["planner.mx"], Side.MX, Audience.side)]


def test_the_same_letter_twice_is_one_comment(world: World, answering: Config) -> None:
    address = reply_address(letter_about(world), answering)
    receive(written(address), answering, now())
    assert receive(written(address), answering, now()) == "kept already"
    assert len(answers(world)) == 1


def test_a_letter_says_where_to_write_and_what_an_answer_is(world: World, answering: Config, config: Config) -> None:
    letter = letter_about(world)
    made = compose(letter, answering)
    assert made["Reply-To"] == reply_address(letter, answering)
    lines = made.get_content().splitlines()
    assert lines[0] == ABOVE
    assert "no decide nada" in lines[1]
    assert "decides nothing" in lines[2]
    silent = compose(letter, config)
    assert silent["Reply-To"] is None
    assert ABOVE not in silent.get_content()


def test_only_letters_about_comments_take_answers(world: World, answering: Config) -> None:
    letter_about(world)
    stops.place(world, world.material("in_force"), "planner.us")
    others = select(Letter).join(Letter.notice).where(~Notice.path.contains("#comment-"))
    found = session.scalars(others).all()
    assert found
    assert {reply_address(one, answering) for one in found} == {""}


def test_an_address_that_was_not_made_here_is_nobodys(world: World, answering: Config) -> None:
    letter = letter_about(world)
    address = reply_address(letter, answering)
    wrong = address.replace(f"{letter.id}-", f"{letter.id + 1}-")
    for one in (wrong, address[:-1], "answers+1-00000000000000000000@health.example", "else@health.example", ""):
        assert receive(written(one or "x@example.org"), answering, now()) is None
    assert answered_letter([address.upper()], answering) is letter
    assert answers(world) == []


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"sender": "somebody@example.org"}, "dirección distinta"),
        ({"words": ""}, "arriba"),
        ({"words": "a" * 2001}, "2,000"),
    ],
)
def test_what_is_not_kept_is_told_to_its_writer_once(
    world: World, answering: Config, changes: dict[str, str], why: str
) -> None:
    address = reply_address(letter_about(world), answering)
    for _turn in range(2):
        receive(written(address, **changes), answering, now())
    assert answers(world) == []
    (reason,) = told(world)
    assert why in reason


def test_a_settled_comment_takes_no_answer(world: World, answering: Config) -> None:
    address = reply_address(letter_about(world), answering)
    with act(world, "reviewer.mx") as user:
        actions.settle(session.scalars(select(Comment)).one(), user, now())
    receive(written(address), answering, now())
    assert answers(world) == []
    assert len(told(world)) == 1


def test_whoever_left_answers_no_more_and_is_not_written(world: World, answering: Config) -> None:
    address = reply_address(letter_about(world), answering)
    with act(world, "administrator.mx"):
        world.user("planner.mx").is_live = False
    receive(written(address), answering, now())
    assert answers(world) == []
    assert told(world) == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<all.example.org>"},
        {"Return_Path": "<>"},
    ],
)
def test_programs_are_not_answered(world: World, answering: Config, headers: dict[str, str]) -> None:
    address = reply_address(letter_about(world), answering)
    receive(written(address, **headers), answering, now())
    assert answers(world) == []
    assert session.scalar(select(func.count()).select_from(ReceivedLetter)) == 0


def test_nothing_in_it_decides(world: World, answering: Config) -> None:
    """Law 1: whatever an answer says, no key turns."""
    address = reply_address(letter_about(world), answering)
    before = (world.version("waiting").us_key, world.version("waiting").mx_key)
    receive(written(address, words="Cleared. Autorizado. APPROVED."), answering, now())
    assert (world.version("waiting").us_key, world.version("waiting").mx_key) == before


@pytest.mark.parametrize(
    "below",
    [
        f"\n> {ABOVE}\n> x",
        "\nEl dom, 29 nov 2026 a las 13:11, Campaña · Campaign (<campaign@health.example>)\nescribió:\n> x",
        "\nEl dom, 29 nov 2026 a las 13:11,\nCampaña · Campaign <campaign@health.example> escribió:\n\n> x",
        "\nOn Sun, Nov 29, 2026 at 1:11 PM Campaña · Campaign <campaign@health.example> wrote:\n> x",
        "\n________________________________\nDe: Campaña · Campaign <campaign@health.example>\nAsunto: x",
        "\n-----Mensaje original-----\nDe: campaign@health.example\nx",
        "\n-----Original Message-----\n> x",
        "\n-- \nTomás Villaseñor\nSecretaría de Salud",
        "",
    ],
)
@pytest.mark.parametrize("words", ["Sí, hay tres.", "Yes.\n\nThere are three:\none, two, three"])
def test_what_is_quoted_is_no_answer(words: str, below: str) -> None:
    assert own_words(f"{words}\n{below}", ("campaign@health.example",)) == words


def test_letters_that_no_program_of_sense_writes_are_read() -> None:
    """Unknown character sets, broken headers, parts in parts, text that only looks like HTML: never an error."""
    for raw in (
        b"",
        b"\xff\xfe\x00",
        b"From: \xff <x@y>\nContent-Type: text/plain; charset=klingon\n\nhi",
        b"Content-Type: multipart/mixed; boundary=a\n\n--a\nContent-Type: multipart/mixed; boundary=a\n\n--a--",
        b"Content-Type: text/html\n\n<p>hi</p>",
        b"From: a@b, c@d\nTo: =?utf-8?q?=FF?= <x@y>\nContent-Transfer-Encoding: base64\n\n!!!",
    ):
        received = read(raw)
        assert len(received.digest) == 64
    assert read(written("x@y", sender="PLANNER.MX@Example.ORG")).sender == "planner.mx@example.org"
    assert read(b"From: a@b, c@d\n\nhi").sender == "", "two senders are none"


def test_only_the_first_plain_part_is_read() -> None:
    message = EmailMessage()
    message.set_content("Plain.")
    message.add_alternative("<p>Rich.</p>", subtype="html")
    message.add_attachment(b"secret", maintype="text", subtype="plain", filename="a.txt")
    assert message_from_bytes(message.as_bytes(), policy=policy.default).is_multipart()
    assert read(message.as_bytes()).words == "Plain."


@pytest.mark.parametrize(
    "given", ["answers@health.example", "{letter}", "a{letter}{letter}@b", f"{'a' * 40}+{{letter}}@b", "a b{letter}@c"]
)
def test_an_address_that_holds_no_letter_is_refused(given: str) -> None:
    with pytest.raises(BadSetting):
        Config.read({"CAMPAIGN_REPLY_TO": given})


def test_the_command_speaks_to_mail_servers(own_config: Config, built_world: World) -> None:
    """Exit statuses of sysexits.h: 0 taken, 67 nobody here, 65 too large."""
    config = replace(own_config, reply_to="answers+{letter}@health.example")
    address = reply_address(letter_about(built_world), config)
    session.remove()

    def status(raw: bytes) -> int:
        command = [sys.executable, "-m", "campaign", "mail", "receive"]
        return subprocess.run(command, input=raw, env=config.environment(), check=False, timeout=120).returncode

    assert status(written(address)) == 0
    assert status(written("answers+1-0@health.example")) == 67
    assert status(b"x" * (2 * 1024 * 1024 + 1)) == 65
    assert [text for text, *_rest in answers(built_world)] == [ANSWER]

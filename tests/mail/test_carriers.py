"""A letter leaves as a file or through a mail server: what is refused ends, what is away is tried again."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from campaign import clock
from campaign.accounts.models import User
from campaign.accounts.notices import tell_side
from campaign.clock import now
from campaign.config import BadSetting, Config
from campaign.db import Side, acting, session
from campaign.errors import Refused
from campaign.i18n import _
from campaign.jobs.models import Job, JobState
from campaign.mail import actions
from campaign.mail.carriers import sender_of, server_of
from campaign.mail.jobs import deliver
from campaign.mail.kinds import NoticeKind
from campaign.mail.models import PersonalLetter
from tests.jobs import acts
from tests.mail.post import office, unused
from tests.world import NOW, World

DOERS = {"mail.deliver": deliver}
SECRET = "/accounts/reset/s3cret-that-works-once"


def written(
    address: str = "ximena@example.org", path: str = SECRET, subject: Callable[[], str] = lambda: _("Sign in")
) -> tuple[int, int]:
    """A committed letter; its number and that of the job which delivers it."""
    with acting(None, None, "test", now()):
        letter = actions.write_to(None, address, "es", subject, lambda: _("Password"), path, now())
        session.commit()
    number = letter.id
    session.remove()
    job = acts.look(session.query(Job.id).order_by(Job.id.desc()).limit(1).scalar() or 0)
    return number, job.id


def letter(number: int) -> PersonalLetter:
    session.remove()
    found = session.get_one(PersonalLetter, number)
    session.remove()
    return found


def outbox(config: Config) -> list[EmailMessage]:
    files = sorted((config.data / "outbox").glob("p*.eml"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


@pytest.mark.database
def test_a_letter_to_one_person_in_both_languages_and_its_secret_goes_from_the_row(own_config: Config) -> None:
    number, job = written()
    assert letter(number).path == SECRET
    assert acts.do(job, DOERS, own_config).state is JobState.done
    (found,) = outbox(own_config)
    assert found["To"] == "ximena@example.org"
    assert found["Subject"] == "Iniciar sesión / Sign in"
    assert f"http://127.0.0.1:5000{SECRET}" in found.get_content()
    assert letter(number).path == ""
    assert letter(number).sent_at == NOW


@pytest.mark.database
def test_a_letter_that_has_gone_does_not_go_again(own_config: Config) -> None:
    _number, job = written()
    acts.do(job, DOERS, own_config)
    with acting(None, None, "test", now()):
        session.get_one(Job, job).state = JobState.queued
        session.commit()
    (own_config.data / "outbox").rename(own_config.data / "taken")
    assert acts.do(job, DOERS, own_config).state is JobState.done
    assert outbox(own_config) == []


def test_a_letter_is_written_only_with_the_act_it_tells_of(world: World) -> None:
    with acting(None, None, "test", now()):
        actions.write_to(None, "a@example.org", "en", lambda: "x", lambda: "x", "/", now())
        session.rollback()
    assert session.query(PersonalLetter).count() == 0


def test_a_mail_server_takes_it(own_config: Config) -> None:
    number, job = written()
    with office() as post:
        assert acts.do(job, DOERS, replace(own_config, mail_url=post.url)).state is JobState.done
    ((to, message),) = post.taken
    assert to == ["ximena@example.org"]
    assert str(message["From"]) == "Campaña · Campaign <campaign@localhost>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert SECRET in message.get_content()
    assert letter(number).path == ""


def test_it_says_who_it_is(own_config: Config) -> None:
    with office(password="open-sesame") as post:
        config = replace(own_config, mail_url=post.url)
        assert acts.do(written()[1], DOERS, config).state is JobState.done
        wrong = replace(own_config, mail_url=post.url.replace("open-sesame", "wrong"))
        job = acts.do(written()[1], DOERS, wrong)
    assert len(post.taken) == 1
    assert (job.state, job.attempts) == (JobState.queued, 0)  # until the operator has mended the setting


def test_an_address_that_the_server_refuses_ends_the_job_and_names_nobody(own_config: Config) -> None:
    number, job = written("gone@example.org")
    with office({"gone@example.org": "550 5.1.1 no such person"}) as post:
        done = acts.do(job, DOERS, replace(own_config, mail_url=post.url))
    assert done.state is JobState.failed
    assert done.error.en.startswith("The mail server does not take this letter")
    assert "gone" not in done.error.en + done.error.es
    assert (letter(number).sent_at, letter(number).path) == (None, "")
    with acting(None, None, "test", now()):
        session.get_one(Job, job).state = JobState.queued
        session.commit()
    again = acts.do(job, DOERS, own_config)
    assert again.error.en == "The letter that was to be delivered is not there any more. Ask for it anew."


@pytest.mark.parametrize("trouble", ["not now", "away"])
def test_a_server_that_is_away_is_tried_again_and_no_try_is_lost(own_config: Config, trouble: str) -> None:
    """ASVS V16.5.2."""
    number, job = written()
    for tried in range(5):
        with office({"ximena@example.org": "451 4.7.1 later"}) as post, clock.at(NOW + timedelta(minutes=tried)):
            url = post.url if trouble == "not now" else f"smtp://127.0.0.1:{unused()}?tls=none"
            waiting = acts.do(job, DOERS, replace(own_config, mail_url=url))
        assert (waiting.state, waiting.attempts) == (JobState.queued, 0)
    assert letter(number).path == SECRET
    with office() as post, clock.at(NOW + timedelta(hours=3)):
        assert acts.do(job, DOERS, replace(own_config, mail_url=post.url)).state is JobState.done
    assert len(post.taken) == 1


def test_of_a_notice_every_letter_goes_but_the_one_refused(own_config: Config) -> None:
    with acting(None, Side.US, "test", now()):
        tell_side(Side.MX, lambda: _("Sign in"), lambda: _("Password"), "/", now(), kind=NoticeKind.tracks)
        session.commit()
    session.remove()
    number = session.query(Job.id).order_by(Job.id.desc()).limit(1).scalar()
    with office({"planner.mx@example.org": "550 no"}) as post:
        job = acts.do(number or 0, DOERS, replace(own_config, mail_url=post.url))
    assert job.error.en == "The mail server refused one letter of this notice."
    assert {to for (to,), _message in post.taken} >= {"reviewer.mx@example.org", "signatory.mx@example.org"}


# Bad input

INJECTED = [
    "a@example.org\r\nBcc: b@example.org",
    "a@example.org\nBcc: b@example.org",
    "a@example.org, b@example.org",
    "a@example.org;b@example.org",
    "A <a@example.org>",
    "a@exam\u202eple.org",
    "a@example.org\0",
    "no address",
    "@example.org",
    "a@" + "x" * 300 + ".org",
    "",
]


@pytest.mark.parametrize("address", INJECTED)
def test_what_is_not_one_address_gets_no_letter(world: World, address: str) -> None:
    with acting(None, None, "test", now()), pytest.raises(Refused, match="not an e-mail address"):
        actions.write_to(None, address, "en", lambda: "x", lambda: "x", "/", now())


@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r", "\u2028", "\x0b", "\x85", "\0"])
def test_a_name_in_the_subject_adds_no_header(own_config: Config, ending: str) -> None:
    """ASVS V1.3.11."""
    subject = f"Ximena Ordóñez{ending}Bcc: everybody@example.org{ending}{ending}<b>Hello</b>"
    _number, job = written(subject=lambda: subject)
    with office() as post:
        assert acts.do(job, DOERS, replace(own_config, mail_url=post.url)).state is JobState.done
    ((to, message),) = post.taken
    assert to == ["ximena@example.org"]
    assert message["Bcc"] is None
    assert message["Subject"].startswith("Ximena Ordóñez Bcc: everybody@example.org <b>Hello</b>")


def test_a_link_leads_only_to_a_page_of_ours(world: World) -> None:
    """ASVS V1.2.2."""
    with pytest.raises(ValueError, match="page of ours"):
        actions.write_to(None, "a@example.org", "en", lambda: "x", lambda: "x", "https://evil.example", now())


# The setting

WRONG = {
    "smtp://": "a mail server is",
    "smtp://mail.example/inbox": "a mail server is",
    "smtp://mail.example:port": "its port",
    "smtp://mail.example?tls=yes": "tls= is one of starttls, implicit, none",
    "smtp://mail.example?tsl=none": "a mail server is",
    "smtp://mail.example?from=nobody": "from= is not an e-mail address",
    "smtp://mail.example?from=a@b.org%0d%0aBcc:c@d.org": "from= is not an e-mail address",
    "smtp://campaign:open-sesame@mail.example?tls=none": "only under TLS",
}


@pytest.mark.parametrize("url", WRONG)
def test_an_address_that_is_no_mail_server(url: str) -> None:
    with pytest.raises(BadSetting, match="CAMPAIGN_MAIL_URL: ") as raised:
        server_of(url)
    assert WRONG[url] in str(raised.value)
    assert "open-sesame" not in str(raised.value)


def test_only_mail_servers_are_named() -> None:
    with pytest.raises(BadSetting, match="begins with smtp://"):
        Config.read({"CAMPAIGN_MAIL_URL": "https://mail.example"})


def test_what_is_not_said_is_safe() -> None:
    server = server_of("smtp://c%40x:p%2Fw@mail.example")
    assert (server.port, server.tls, server.user, server.password) == (587, "starttls", "c@x", "p/w")
    assert "p/w" not in repr(server)
    assert server_of("smtp://mail.example?tls=implicit").port == 465


def test_who_writes(config: Config) -> None:
    assert sender_of(replace(config, base_url="https://campaign.example")) == "campaign@campaign.example"
    assert sender_of(replace(config, mail_url="smtp://m.example?from=salud@gob.example")) == "salud@gob.example"


def test_a_server_without_tls_gets_no_letter_meant_for_tls(own_config: Config) -> None:
    """Never sent openly because the other end does not offer better."""
    with office() as post:
        job = acts.do(written()[1], DOERS, replace(own_config, mail_url=post.url.replace("none", "starttls")))
    assert post.taken == []
    assert job.state is JobState.queued


def test_the_words_of_a_person_stay_hers(acting_as: Callable[..., object], world: World) -> None:
    person: User = world.user("planner.mx")
    with acting(None, None, "test", now()):
        found = actions.write_to(person, person.email, "es", lambda: "x", lambda: "x", "/", now())
    assert (found.user_id, found.address) == (person.id, "planner.mx@example.org")

"""A data folder that turned read-only, and a disk that is full: pages are read on, every write says what is wrong."""

from collections.abc import Callable

import pytest

from tests.health.conftest import READ_ONLY, SMALL_DISK, Answers, Installation
from tests.world import EL_PASO, World

PAGES = ("/", "/regions/", "/campaigns/", "/materials/", "/facts/", "/flyers/", "/campaigns/new")
CLOSED = {"en": "Nothing can be saved at this moment", "es": "Por el momento no se puede guardar nada"}
SHUT = {"en": "The database cannot be opened", "es": "No se puede abrir la base de datos"}
UNCHANGED = {"en": "Nothing was changed", "es": "No se cambió nada"}


def statuses(answers: Answers) -> list[int]:
    return [answer["status"] for answer in answers]


def test_while_it_serves_pages_are_read_and_writes_are_refused(
    installation: Installation, kept_open: Callable[[], object]
) -> None:
    writes = ("POST en /accounts/sign-out", "POST es /accounts/sign-out")
    answers = installation.ask(READ_ONLY, *(f"GET en {path}" for path in PAGES), *writes, "GET en /readyz")
    assert statuses(answers) == [200] * len(PAGES) + [503] * 3
    for answer, language in zip(answers[-3:-1], ("en", "es"), strict=True):
        assert f"<h1>{CLOSED[language]}</h1>" in answer["text"]
        assert UNCHANGED[language] in answer["text"]
        assert "Dana Whitfield" in answer["text"], "the reader is still known"
        assert answer["retry"] == "30"
    assert '"store":"not writable"' in answers[-1]["text"]


def test_only_the_store_is_read_only(installation: Installation, built_world: World) -> None:
    """What was put is handed out; a new sheet is refused as a whole, although the database could be written."""
    flyer = f"/flyers/{built_world.in_force_id}"
    first = ("GET en /flyers/", f"POST en {flyer}/prepare?region={EL_PASO}")
    assert statuses(installation.ask("true", *first)) == [200, 303]
    reads = ("GET en /flyers/", "GET en /flyers/editions/1/file.pdf")
    writes = tuple(f"POST {language} {flyer}/prepare?region=US-48061" for language in ("en", "es"))
    asked = (*reads, *writes, "GET en /flyers/editions/2", "GET en /readyz")
    answers = installation.ask(READ_ONLY.replace('"$1"', '"$1/files"'), *asked)
    assert statuses(answers) == [200, 200, 503, 503, 404, 503]
    for answer, language in zip(answers[2:4], ("en", "es"), strict=True):
        assert f"<h1>{CLOSED[language]}</h1>" in answer["text"]
        assert UNCHANGED[language] in answer["text"]
    assert '"store":"not writable"' in answers[-1]["text"]


def test_started_anew_it_cannot_even_be_read(installation: Installation) -> None:
    """SQLite needs its two files beside the database; where it cannot make them it opens nothing."""
    answers = installation.ask(
        READ_ONLY, "GET en /regions/", "GET es /accounts/sign-in", "GET en /healthz", "GET en /readyz"
    )
    assert statuses(answers) == [503, 503, 200, 503]
    assert f"<h1>{SHUT['en']}</h1>" in answers[0]["text"]
    assert f"<h1>{SHUT['es']}</h1>" in answers[1]["text"]


@pytest.mark.parametrize(
    ("arguments", "is_new"),
    [
        (("run", "--port", "5999"), True),
        (("run", "--port", "5999"), False),
        (("migrate",), False),
        (("demo",), True),
    ],
)
def test_a_command_ends_with_a_sentence_in_both_languages(
    installation: Installation, arguments: tuple[str, ...], is_new: bool
) -> None:
    if is_new:
        for file in installation.data.iterdir():
            file.unlink()
    done = installation.command(READ_ONLY, *arguments)
    assert done.returncode == 1
    assert "Nothing can be written in the data folder" in done.stderr
    assert "No se puede escribir en la carpeta de datos" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_full_disk(installation: Installation) -> None:
    """What was there is read on, what cannot be kept is refused as a whole."""
    reads = ("GET en /campaigns/new", "fill", "GET en /campaigns/", "GET es /regions/")
    answers = installation.ask(SMALL_DISK, *reads, "POST es /accounts/sign-out", "GET en /regions/")
    assert statuses(answers) == [200, 200, 200, 507, 200], "signed in before and after"
    assert f"<h1>{CLOSED['es']}</h1>" in answers[3]["text"]
    assert UNCHANGED["es"] in answers[3]["text"]

"""What a file's name says: guesses that never fail and never invent a file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaign.intake.names import kept_name
from campaign.materials.files.models import FileLanguage
from campaign.uploads.guess import is_pair, language_of, pairs, title_of

NAMES = st.text(max_size=160).map(kept_name)
LANGUAGE = {"en": FileLanguage.en, "es": FileLanguage.es, "both": FileLanguage.both, "none": FileLanguage.none}


@pytest.mark.parametrize(
    ("name", "title", "language"),
    [
        ("medicinas-en-casa_ES.pdf", "Medicinas en casa", "es"),
        ("take-back-sites_en.pdf", "Take back sites", "en"),
        ("medicinas en casa.pdf", "Medicinas en casa", "none"),
        ("EN_poster.png", "Poster", "en"),
        ("en casa.png", "En casa", "none"),
        ("cartel español final.pdf", "Cartel final", "es"),
        ("Folleto (inglés).docx", "Folleto", "en"),
        ("poster-ES-v2.pdf", "Poster v2", "es"),
        ("flyer_bilingual.pdf", "Flyer", "both"),
        ("en-es.pdf", "En es", "both"),
        ("IMG_2034.HEIC", "IMG 2034", "none"),
        ("es.pdf", "Es", "none"),
    ],
)
def test_title_and_language(name: str, title: str, language: str) -> None:
    assert (title_of(name), language_of(name)) == (title, LANGUAGE[language])


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("poster_en.pdf", "poster_es.pdf", True),
        ("Poster EN.pdf", "poster-es-final.pdf", True),
        ("cartel_ingles.png", "cartel_español.png", True),
        ("poster_en.pdf", "poster_en.pdf", False),
        ("poster_en.pdf", "cartel_es.pdf", False),
        ("poster.pdf", "poster_es.pdf", False),
    ],
)
def test_pairs_by_name(one: str, other: str, is_same: bool) -> None:
    assert is_pair(one, other) is is_same
    assert is_pair(other, one) is is_same


@given(NAMES)
def test_every_name_has_a_title(name: str) -> None:
    title = title_of(name)
    assert 0 < len(title) <= 120
    assert language_of(name) in FileLanguage


@given(st.lists(st.one_of(NAMES, st.sampled_from(["a_en.pdf", "a_es.pdf", "b es.png", "b EN.png"])), max_size=12))
def test_nobody_is_in_two_pairs(names: list[str]) -> None:
    found = pairs(names)
    taken = [n for pair in found for n in pair]
    assert len(taken) == len(set(taken))
    for one, other in found:
        assert one < other
        assert {language_of(names[one]), language_of(names[other])} == {FileLanguage.en, FileLanguage.es}

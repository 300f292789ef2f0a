"""Names of files as they are sent, and as they are kept."""

import unicodedata

import pytest

from campaign.intake.names import LONGEST, kept_name

ENE = unicodedata.normalize("NFD", "señal.png")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("cartel final.pdf", "cartel final.pdf"),
        (ENE, "señal.png"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Ana\\foto.jpg", "foto.jpg"),
        ("..", "file"),
        ("/", "file"),
        ("", "file"),
        (None, "file"),
        ("CON", "_CON"),
        ("nul.png", "_nul.png"),
        ("lpt1 .txt", "_lpt1 .txt"),
        ("contact.png", "contact.png"),
        ("invoice\u202egnp.exe", "invoicegnp.exe"),
        ("\u2066a\u2069\u200f.png", "a.png"),
        ("a\0.png", "a.png"),
        ("a\r\nSet-Cookie: b.png", "aSet-Cookie_ b.png"),
        ("a\u2028b.png", "ab.png"),
        ('<b>"x"?.png', "_b__x__.png"),
        (".htaccess", "htaccess"),
        ("foto.jpg. . ", "foto.jpg"),
        (b"se\xf1al.png", "señal.png"),
        ("señal.png".encode(), "señal.png"),
        ("se\udcf1al.png", "señal.png"),
        ("se\ud83dal.png", "seal.png"),
        ("\u202e\u200b", "file"),
    ],
)
def test_kept(sent: str | bytes | None, kept: str) -> None:
    """ASVS V5.4.1."""
    assert kept_name(sent) == kept


@pytest.mark.parametrize("letter", ["x", "ñ", unicodedata.normalize("NFD", "ñ"), "界", "👍🏽"])
def test_a_long_name_keeps_its_ending(letter: str) -> None:
    kept = kept_name(letter * 300 + ".pdf")
    assert LONGEST - 2 <= len(kept) <= LONGEST
    assert kept.endswith(".pdf")


def test_a_long_ending_is_none() -> None:
    assert len(kept_name("a." + "b" * 300)) == LONGEST


def test_a_kept_name_is_kept_as_it_is() -> None:
    for sent in (ENE, "CON", "x" * 119 + " .pdf", "a:b", " . .a", "x" * 115 + ". . .pdf"):
        assert kept_name(kept_name(sent)) == kept_name(sent)

"""Which passwords are taken: long ones that nobody who knows us would guess, of whatever characters."""

import time

import pytest

from campaign.accounts import actions, passwords
from campaign.errors import Refused
from tests.world import PASSWORD

DANA = ("Dana Whitfield", "dana.whitfield@example.org", "Office for Overdose Prevention")
GUESSED = [
    *("Fentanilo2026", "frontera2026", "frontera2026!", "F3nt4n1l0#2026", "Fentanyl-2026!", "2026Fentanilo!!"),
    *("Ciudad-Juarez-2026", "Ciudad Juárez 2026", "MonterreyNuevoLeon1", "Chihuahua.2026", "juarezelpaso26"),
    *("Salud.Publica.2026", "CampañaFrontera1", "Overdose@2026", "0ficinaFr0ntera1", "PuenteLibre2026"),
    *("contraseña2026", "Contrasena123!", "tequieromucho", "GuadalupeHernandez85", "password12345"),
    *("DanaWhitfield1", "danawhitfield1975", "Whitfield2026!!", "overdoseprevention1", "dana.whitfield@example.org"),
    *("qwertyuiop12", "qwertyñ123456", "123456789012", "aaaaaaaaaaaaaaaa", "abcabcabcabc", "mexicomexicomexico"),
    *("México2026México2026", "noviembre2026", "Primavera2026!", "chihuahua chihuahua"),
]
TAKEN = [
    *(PASSWORD, "a-password-of-my-own", "two-keys-one-lock", "caballo lámpara nube tornillo", "el cerro come pan"),
    *(
        "vGxk2pQnT4bR",
        "ＷｉｄｅLettersOfJapan",
        "гора-облако-река-дом",
        "lluvia sobre tejado viejo",
        "🐢🦋 tortuga de papel",
    ),
    *("x" * 3 + " gusano y tornillo " * 9,),
]


@pytest.mark.parametrize("password", GUESSED)
def test_what_would_be_guessed_is_refused(password: str) -> None:
    """ASVS V6.2.4."""
    with pytest.raises(Refused, match="guessed"):
        passwords.check(password, *DANA)


@pytest.mark.parametrize("password", TAKEN)
def test_what_nobody_guesses_is_taken(password: str) -> None:
    passwords.check(password, *DANA)


def test_a_word_of_the_person_s_own_counts_as_known() -> None:
    """What is strong for one is weak for another. ASVS V6.2.11."""
    passwords.check("Castellan-verdolaga", *DANA)
    with pytest.raises(Refused):
        passwords.check("Castellan-verdolaga", "Ruth Castellan Verdolaga", "ruth@example.org")


@pytest.mark.parametrize("length", [0, 1, 11])
def test_a_short_one_is_told_what_to_do(length: int) -> None:
    """ASVS V6.2.1."""
    with pytest.raises(Refused, match="at least 12 characters; this has") as refused:
        passwords.check("ñx7Q-zk!pR2w"[:length])
    assert "Three or four words" in refused.value.message


def test_a_long_one_is_taken_whole_and_weighed_quickly() -> None:
    """200 characters, all of them count; what weighs it is no way to keep the machine busy. ASVS V6.2.9."""
    long = "tortuga y tornillo " * 10 + "abcdefghij"
    begun = time.process_time()
    passwords.check(long)
    with pytest.raises(Refused, match="at most 200"):
        passwords.check(long + "x")
    for hostile in ("a1" * 100, "password" * 25, "1" * 200, "qwerty" * 33, "á" * 200, "0" * 199 + "x"):
        with pytest.raises(Refused):
            passwords.check(hostile)
    assert time.process_time() - begun < 2
    hashed = actions.hashed(long)
    assert actions.matches(hashed, long)
    assert not actions.matches(hashed, long[:-1])


def test_an_accent_is_one_letter_on_every_keyboard() -> None:
    composed, spread = "puente-sobre-el-r\u00edo", "puente-sobre-el-ri\u0301o"
    assert actions.matches(actions.hashed(composed), spread)
    assert not actions.matches(actions.hashed(composed), "puente-sobre-el-rio")


def test_no_kind_of_character_is_asked_for() -> None:
    """ASVS V6.2.5."""
    passwords.check("solamente letras pequeñas aquí")

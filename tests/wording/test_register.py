"""Spanish says tú or usted, not both; what may be a third person is left alone."""

import csv

import pytest

from campaign.config import PACKAGE
from campaign.wording.register import findings

with (PACKAGE / "facts" / "data" / "facts.csv").open(encoding="utf-8", newline="") as file:
    FACTS = [(row["key"], row["es"]) for row in csv.DictReader(file)]


@pytest.mark.parametrize(
    ("es", "words"),
    [
        ("Llama al 911. Guarde la calma.", "Guarde"),
        ("Cuida tu salud y llame al 911.", "llame"),
        ("Puedes llamar. Usted decide.", "Usted"),
        ("Busque ayuda. Te escuchamos.", "Busque"),
    ],
)
def test_both_in_one_text(es: str, words: str) -> None:
    assert [(one.words, one.is_hard) for one in findings(es)] == [(words, False)]


@pytest.mark.parametrize(
    "es", ["Llame al 911. Usted puede ayudar.", "Llama al 911. Tú puedes ayudar.", "Puede matar.", ""]
)
def test_one_alone(es: str) -> None:
    assert list(findings(es)) == []


def test_the_other_one_than_the_material_has() -> None:
    assert [one.words for one in findings("Llame al 911.", "tu")] == ["Llame"]
    assert [one.words for one in findings("Llama al 911.", "usted")] == ["Llama"]
    assert list(findings("Llama al 911.", "tu")) == list(findings("Llame al 911.", "usted")) == []


@pytest.mark.parametrize(("key", "es"), FACTS)
def test_facts_say_tu(key: str, es: str) -> None:
    assert list(findings(es, "tu")) == []

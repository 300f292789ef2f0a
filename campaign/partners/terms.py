"""The terms of use that every partner accepts: our own words in both languages, by version. A version that was ever
accepted never changes; a change is a new version, which is asked for anew.
"""

from dataclasses import dataclass
from datetime import date

from campaign.db import Bilingual


@dataclass(frozen=True)
class Clause:
    """One numbered point: what it is called, and what it says."""

    title: Bilingual
    text: Bilingual


@dataclass(frozen=True)
class Terms:
    """One version, from the day on which it was written."""

    version: int
    dated_on: date
    clauses: tuple[Clause, ...]


def _clause(en: str, es: str, text_en: str, text_es: str) -> Clause:
    return Clause(Bilingual(en, es), Bilingual(text_en, text_es))


FIRST = Terms(
    1,
    date(2026, 11, 1),
    (
        _clause(
            "What this place is for",
            "Para qué es este sitio",
            "Here the health authorities of Mexico and the United States prepare public-health campaigns together with "
            "their partners. You use it for that work and for nothing else.",
            "Aquí las autoridades de salud de México y de Estados Unidos preparan campañas de salud pública junto con "
            "sus organizaciones aliadas. Usted lo usa para ese trabajo y para nada más.",
        ),
        _clause(
            "Who you are",
            "Quién es usted",
            "What you say about your organization is true, and you may speak for it. Each person has an account of "
            "their own and lends it to nobody.",
            "Lo que usted dice de su organización es cierto y usted puede hablar por ella. Cada persona tiene su "
            "propia cuenta y no la presta a nadie.",
        ),
        _clause(
            "What you upload",
            "Lo que usted sube",
            "It stays yours. You let the health authorities of both countries and their partners copy, translate, "
            "print and hand it out, free of charge, for these campaigns. You only upload what you may give away in "
            "this way. This licence also lasts for what was uploaded before your work here ended.",
            "Sigue siendo suyo. Usted permite que las autoridades de salud de ambos países y sus aliadas lo copien, "
            "traduzcan, impriman y repartan, sin costo, para estas campañas. Usted solo sube lo que puede ceder de "
            "esta manera. Esta licencia sigue vigente para lo que se subió antes de que terminara su trabajo aquí.",
        ),
        _clause(
            "No data on patients",
            "Ningún dato de pacientes",
            "You enter counts, never names, pictures or files of patients. People in pictures have agreed in writing; "
            "for a minor, the guardian and the minor have both agreed.",
            "Usted captura cantidades, nunca nombres, fotografías ni expedientes de pacientes. Las personas que salen "
            "en fotografías dieron su consentimiento por escrito; si es menor de edad, lo dieron el tutor y el menor.",
        ),
        _clause(
            "Only what is cleared",
            "Solo lo autorizado",
            "You print and hand out what your country has cleared, unchanged, and you stop as soon as it is put on "
            "hold or withdrawn.",
            "Usted imprime y reparte lo que su país autorizó, sin cambios, y deja de hacerlo en cuanto se suspende o "
            "se retira.",
        ),
        _clause(
            "Names and logos",
            "Nombres y logotipos",
            "Your logo appears on materials only while a health authority accredits you and your written permission "
            "stands. You use the names and logos of the governments only on the materials that come from here.",
            "Su logotipo aparece en los materiales solo mientras una autoridad de salud lo acredite y su permiso por "
            "escrito siga vigente. Usted usa los nombres y logotipos de los gobiernos solo en los materiales que "
            "salen de aquí.",
        ),
        _clause(
            "What is written down",
            "Lo que queda registrado",
            "Every change is kept with its author and time. People’s telephone numbers and addresses are seen only by "
            "your organization and by the officials of your country. The law of each country applies on its own "
            "territory.",
            "Cada cambio se guarda con su autor y su hora. Los teléfonos y correos de las personas solo los ven su "
            "organización y los funcionarios de su país. En cada territorio se aplica la ley de ese país.",
        ),
        _clause(
            "When it ends",
            "Cuándo termina",
            "You may stop on any day. A planner of your country may close your organization here and says why. Copies "
            "and places in your care are first handed to another organization.",
            "Usted puede dejar de participar cualquier día. El área de planeación de su país puede dar de baja aquí a "
            "su organización y dice por qué. Antes, los ejemplares y lugares a su cargo pasan a otra organización.",
        ),
    ),
)
CURRENT = FIRST

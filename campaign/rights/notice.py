"""The privacy notice of people who are shown, in both languages; who agreed keeps the version that they read.

To be reviewed by counsel of both countries before it is used (docs/operations.md).
"""

from dataclasses import dataclass

VERSION = "2026-11"


@dataclass(frozen=True)
class Paragraph:
    """One heading with its text, in one language."""

    heading: str
    text: str


EN = (
    Paragraph(
        "Who is responsible",
        "The organization named on the consent form, and the government office of its country that runs the campaign.",
    ),
    Paragraph(
        "What is kept",
        "The picture, film or recording in which you appear, this signed form, and your first name or initial "
        "as a label. No health data are asked for or kept.",
    ),
    Paragraph(
        "What for",
        "Only for the uses and the countries that you ticked, in public-health campaigns against the misuse "
        "of opioids. It is never sold.",
    ),
    Paragraph(
        "Who sees it",
        "The public sees the picture. The signed form is seen only by the officials of the responsible side "
        "and by the organization that took it; it goes to nobody else.",
    ),
    Paragraph(
        "How long",
        "Until the last day on the form, or until you take your consent back. The form is destroyed two years "
        "after the last use.",
    ),
    Paragraph(
        "Your rights",
        "You may see, correct, delete or object to the use of your data, and take your consent back at any "
        "time, without giving a reason and without any disadvantage: say so to the organization named on the "
        "form. From that moment nothing new is printed or shown in either country; copies already handed out "
        "cannot be called back.",
    ),
)
ES = (
    Paragraph(
        "Quién es responsable",
        "La organización que aparece en el formato de consentimiento y la dependencia pública de su país que "
        "realiza la campaña.",
    ),
    Paragraph(
        "Qué se conserva",
        "La imagen, el video o la grabación en que usted aparece, este formato firmado y su nombre de pila o "
        "inicial como etiqueta. No se piden ni se guardan datos de salud.",
    ),
    Paragraph(
        "Para qué",
        "Solo para los usos y los países que usted marcó, en campañas de salud pública contra el uso indebido de "
        "opioides. Nunca se vende.",
    ),
    Paragraph(
        "Quién lo ve",
        "El público ve la imagen. El formato firmado lo ven solo las autoridades de la parte responsable y la "
        "organización que lo recabó; no se transfiere a nadie más.",
    ),
    Paragraph(
        "Hasta cuándo",
        "Hasta el último día que dice el formato o hasta que retire su consentimiento. El formato se "
        "destruye dos años después del último uso.",
    ),
    Paragraph(
        "Sus derechos",
        "Puede acceder a sus datos, rectificarlos, cancelarlos u oponerte a su uso (derechos ARCO), y "
        "retirar su consentimiento en cualquier momento, sin dar motivos y sin perjuicio alguno: dígalo a la "
        "organización que aparece en el formato. Desde ese momento no se imprime ni se muestra nada nuevo en "
        "ninguno de los dos países; las copias ya repartidas no pueden recogerse.",
    ),
)

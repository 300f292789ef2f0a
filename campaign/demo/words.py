"""What the demo says: organizations, people (all invented) and three flyers in both languages."""

from dataclasses import dataclass

from campaign.accounts.models import Role
from campaign.campaigns.actions import Brief
from campaign.db import Bilingual, Side
from campaign.materials.models import MaterialType
from campaign.partners.models import OrganizationKind

ORGANIZATIONS = {
    "agency.us": {"name": "Office of Border Health", "kind": OrganizationKind.agency, "country": Side.US},
    "agency.mx": {"name": "Dirección de Salud Fronteriza", "kind": OrganizationKind.agency, "country": Side.MX},
    "printer.us": {"name": "Franklin Mountain Press", "kind": OrganizationKind.printer, "country": Side.US},
    "printer.mx": {"name": "Imprenta Paso del Norte", "kind": OrganizationKind.printer, "country": Side.MX},
    "partner-a.us": {"name": "Mesa Street Clinic", "kind": OrganizationKind.clinic, "country": Side.US},
    "partner-b.us": {"name": "Upper Valley Community College", "kind": OrganizationKind.university, "country": Side.US},
    "partner-a.mx": {"name": "Puente Norte, A. C.", "kind": OrganizationKind.association, "country": Side.MX},
    "partner-b.mx": {"name": "Clínica Anapra", "kind": OrganizationKind.clinic, "country": Side.MX},
    "secretariat": {
        "name": "Secretariat of the high-level group",
        "kind": OrganizationKind.secretariat,
        "country": None,
    },
}

# What each side's planner enters of a partner: a place (name, region, lines, postal code, phone) and a contact (name,
# post, phone).
PARTNERS = (
    (
        "partner-a.us",
        ("Mesa Street Clinic, front desk", "US-48141", "1501 N Mesa St\nEl Paso, TX", "79902", "(915) 555-0142"),
        ("Sofia Marsh", "Outreach Coordinator", "(915) 555-0143"),
    ),
    (
        "partner-b.us",
        ("Student health center", "US-48141", "9570 Gateway Blvd N\nEl Paso, TX", "79924", "(915) 555-0171"),
        ("Kevin Duarte", "Health Educator", "(915) 555-0172"),
    ),
    (
        "partner-a.mx",
        ("Ventanilla de Puente Norte", "US-48141", "910 E San Antonio Ave\nEl Paso, TX", "79901", "(915) 555-0188"),
        ("Elena Quiroz Baeza", "Coordinadora", "656 123 4510"),
    ),
    (
        "partner-b.mx",
        ("Clínica Anapra, recepción", "MX-08037", "Calle Anapra 214\nCd. Juárez, Chih.", "32107", "656 123 4567"),
        ("Jorge Luis Nava", "Promotor de Salud", "656 123 4568"),
    ),
)

PEOPLE = (
    ("planner.us", "Dana Whitfield", Side.US, Role.planner, "agency.us", "Program Manager"),
    ("planner.mx", "Tomás Villaseñor Peña", Side.MX, Role.planner, "agency.mx", "Jefe de Departamento"),
    ("reviewer.us", "Marcus Ferrell", Side.US, Role.reviewer, "agency.us", "Medical Officer"),
    ("reviewer.mx", "Graciela Ituarte Solís", Side.MX, Role.reviewer, "agency.mx", "Subdirectora de Contenidos"),
    ("signatory.us", "Ruth Calloway", Side.US, Role.signatory, "agency.us", "Deputy Director"),
    ("signatory.mx", "Lucía Armenta Ríos", Side.MX, Role.signatory, "agency.mx", "Directora"),
    ("deputy.us", "Owen Tran", Side.US, Role.signatory, "agency.us", "Associate Director"),
    ("deputy.mx", "Raúl Ibarra Quiñones", Side.MX, Role.signatory, "agency.mx", "Director Adjunto"),
    ("printer.us", "Joel Baca", Side.US, Role.printer, "printer.us", "Press Operator"),
    ("printer.mx", "Nora Ángeles Muñoz", Side.MX, Role.printer, "printer.mx", "Encargada de Impresión"),
    ("administrator.us", "Helen Ortega", Side.US, Role.administrator, "agency.us", "Systems Administrator"),
    ("administrator.mx", "Iván Cárdenas León", Side.MX, Role.administrator, "agency.mx", "Administrador de Sistemas"),
    ("partner-a.us", "Sofia Marsh", Side.US, Role.partner, "partner-a.us", "Outreach Coordinator"),
    ("partner-b.us", "Kevin Duarte", Side.US, Role.partner, "partner-b.us", "Health Educator"),
    ("partner-a.mx", "Elena Quiroz Baeza", Side.MX, Role.partner, "partner-a.mx", "Coordinadora"),
    ("partner-b.mx", "Jorge Luis Nava", Side.MX, Role.partner, "partner-b.mx", "Promotor de Salud"),
    ("secretariat", "Ana Beckett", None, Role.secretariat, "secretariat", "Secretary"),
    ("observer", "Paul Restrepo", None, Role.observer, "secretariat", "Observer"),
    ("deactivated", "Former Colleague", Side.US, Role.planner, "agency.us", "Program Manager"),
)

# By which surname a list has those who write two, or two given names: the last word would be the wrong one.
SORTED = {
    "planner.mx": "Villaseñor Peña Tomás",
    "reviewer.mx": "Ituarte Solís Graciela",
    "signatory.mx": "Armenta Ríos Lucía",
    "deputy.mx": "Ibarra Quiñones Raúl",
    "printer.mx": "Ángeles Muñoz Nora",
    "administrator.mx": "Cárdenas León Iván",
    "partner-a.mx": "Quiroz Baeza Elena",
}

BRIEF = Brief(
    title_en="Not every pill is medicine",
    title_es="No toda pastilla es medicina",
    aim_en="Fewer young people die from pills that hold fentanyl.",
    aim_es="Que mueran menos jóvenes por pastillas que contienen fentanilo.",
    audience_en="Young people from 14 to 25 and their parents",
    audience_es="Jóvenes de 14 a 25 años y sus padres",
    message_en="A pill that did not come from a doctor or a drugstore can kill. If someone does not wake up, call 911.",
    message_es="Una pastilla que no viene de un médico o una farmacia puede matar. "
    "Si alguien no despierta, llama al 911.",
)

FACTS = (
    "emergency_911",
    "us_988",
    "us_samhsa_helpline",
    "mx_linea_vida",
    "overdose_signs",
    "recovery_position",
    "fentanyl_strength",
    "fentanyl_hidden",
    "safe_storage",
)


@dataclass(frozen=True)
class DemoComment:
    """Whose reviewer says it (in that side's language), about which block (0: the whole) or which spot of the own
    country's sheet, for whom, and the answer of the other side's planner, if there is one."""

    by: Side
    text: str
    about: int = 0
    is_for_both: bool = True
    answer: str = ""
    spot: tuple[int, int] | None = None


@dataclass(frozen=True)
class DemoFlyer:
    """Its story: who wrote it, what it says block by block (words, pictogram), and who has cleared it."""

    by: Side
    title: Bilingual
    changes: tuple[str, ...]  # "point", or the key of a fact to quote, in order
    words: tuple[tuple[Bilingual, str], ...]
    is_submitted: bool = True
    cleared_by: tuple[Side, ...] = ()
    is_promised: bool = False  # whether the documents of these follow
    stopped: tuple[tuple[Side, str], ...] = ()  # where its print staff put it on hold, and why
    comments: tuple[DemoComment, ...] = ()
    layouts: tuple[str, ...] = ("letter-side-by-side",)


@dataclass(frozen=True)
class DemoRoute:
    """How each side reviews these types: its steps are turn, name, working days, and whether an urgent correction
    leaves them out."""

    name: Bilingual
    types: tuple[MaterialType, ...]
    comes_first: bool
    steps: tuple[tuple[int, Bilingual, int, bool], ...]


_EXPERT = Bilingual("Subject expert", "Especialista en el tema")
_WORDING = Bilingual("Plain language", "Lenguaje claro")
_LOGOS = Bilingual("Communications and logo use", "Comunicación y uso de logotipos")
ROUTES = (
    DemoRoute(
        name=Bilingual("Printed sheets", "Materiales impresos"),
        types=(MaterialType.flyer, MaterialType.poster, MaterialType.leaflet, MaterialType.wallet_card),
        comes_first=False,
        steps=((1, _EXPERT, 5, False), (2, _WORDING, 3, True), (2, _LOGOS, 3, True)),
    ),
    DemoRoute(
        name=Bilingual("Films and sound", "Video y audio"),
        types=(MaterialType.video, MaterialType.audio),
        comes_first=True,
        steps=((1, _EXPERT, 10, False), (2, _LOGOS, 5, True)),
    ),
)

_QUOTED = Bilingual("", "")
_PILL = Bilingual(
    "A round white pill with a line across its middle. The headline stands on it, one language on each half.",
    "Una pastilla blanca y redonda con una línea al centro. El título está sobre ella, un idioma en cada mitad.",
)
_CALL = Bilingual(
    "If a person does not wake up: Call 911 now. Stay until help comes.",
    "Si una persona no despierta: Llama ya al 911. Quédate hasta que llegue la ayuda.",
)

FLYERS = (
    DemoFlyer(
        by=Side.US,
        title=Bilingual("One fake pill can kill", "Una pastilla falsa puede matar"),
        changes=("point", "fentanyl_hidden"),
        words=(
            (Bilingual("One fake pill can kill", "Una pastilla falsa puede matar"), ""),
            (Bilingual("Fentanyl hides in pills and powders.", "El fentanilo se esconde en pastillas y polvos."), ""),
            (
                Bilingual(
                    "Take only medicine from your doctor, your clinic or a licensed drugstore.",
                    "Toma solo medicina de tu médico, tu clínica o una farmacia autorizada.",
                ),
                "own-medicine",
            ),
            (_CALL, "call-911"),
            (_QUOTED, "fake-pill"),
            (_PILL, ""),
        ),
        cleared_by=(Side.US, Side.MX),
        layouts=("letter-side-by-side", "letter-back-to-back", "letter-trifold", "half-letter", "tabloid-poster"),
    ),
    DemoFlyer(
        by=Side.MX,
        title=Bilingual("Stay. Call 911.", "Quédate. Llama al 911."),
        changes=("recovery_position",),
        words=(
            (Bilingual("Stay. Call 911.", "Quédate. Llama al 911."), ""),
            (Bilingual("Your call can save a life.", "Tu llamada puede salvar una vida."), ""),
            (_CALL, "call-911"),
            (_QUOTED, "on-one-side"),
            (_PILL, ""),
        ),
        cleared_by=(Side.US,),
        is_promised=True,
        comments=(
            DemoComment(
                Side.US,
                "In our counties people ask how long they have to stay. Do we say it in the next version?",
                about=3,
                answer="Sí, en la siguiente versión. Aquí dice «hasta que llegue la ayuda».",
            ),
            DemoComment(Side.MX, "Falta confirmar con la coordinación estatal.", is_for_both=False, spot=(300, 860)),
        ),
    ),
    DemoFlyer(
        by=Side.US,
        title=Bilingual("Lock it. Count it.", "Guárdala. Cuéntala."),
        changes=("safe_storage",),
        words=(
            (Bilingual("Lock it. Count it.", "Guárdala. Cuéntala."), ""),
            (Bilingual("Pain medicine is safe only when locked up.", "La medicina es segura solo bajo llave."), ""),
            (
                Bilingual(
                    "Ask your drugstore where to take the pills that you do not need.",
                    "Pregunta en tu farmacia a dónde llevar las pastillas que ya no necesitas.",
                ),
                "own-medicine",
            ),
            (_QUOTED, "at-home"),
            (_PILL, ""),
        ),
        cleared_by=(Side.MX,),
        is_promised=True,
        comments=(DemoComment(Side.MX, "¿Hay farmacias que reciban pastillas en los dos lados?", about=3),),
    ),
    DemoFlyer(
        by=Side.MX,
        title=Bilingual("Ask before you take it", "Pregunta antes de tomarla"),
        changes=(),
        words=(
            (Bilingual("Ask before you take it", "Pregunta antes de tomarla"), ""),
            (Bilingual("", "Nadie sabe qué trae una pastilla suelta."), ""),
            (Bilingual("", "Si un amigo te da una pastilla, no la tomes."), ""),
            (_PILL, ""),
        ),
        is_submitted=False,
    ),
    DemoFlyer(
        by=Side.US,
        title=Bilingual("You cannot see fentanyl", "El fentanilo no se ve"),
        changes=("fentanyl_hidden",),
        words=(
            (Bilingual("You cannot see fentanyl", "El fentanilo no se ve"), ""),
            (Bilingual("If it is not from a drugstore, do not take it.", "Si no es de farmacia, no la tomes."), ""),
            (_CALL, "call-911"),
            (_QUOTED, "fake-pill"),
            (_PILL, ""),
        ),
        cleared_by=(Side.US, Side.MX),
        is_promised=True,
        stopped=((Side.MX, "El dibujo se parece a una medicina que aquí sí se vende."),),
    ),
)

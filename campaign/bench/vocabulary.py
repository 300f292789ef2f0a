"""What the made-up rows say: titles and texts whose words are common, rare, and there or not."""

from campaign.db import Side
from campaign.fulltext import MARK

RARE = "quetzal"  # in the titles of the first twenty rows of each list, however long it is
AIMS = (
    ("One pill can kill", "Una pastilla puede matar"),
    ("Keep naloxone at home", "Ten naloxona en casa"),
    ("Call 911 first", "Llama primero al 911"),
    ("Talk with your children", "Habla con tus hijos"),
    ("Never use alone", "No consumas a solas"),
)
HERE = ("El Paso", "Laredo", "Nogales", "San Diego", "Eagle Pass", "Del Rio", "Douglas")
THERE = ("Ciudad Juárez", "Nuevo Laredo", "Nogales", "Tijuana", "Piedras Negras", "Ciudad Acuña", "Agua Prieta")
PLACES = tuple(zip(HERE, THERE, strict=True))
WHO = ("families", "schools", "clinics", "drivers", "farm workers", "students", "pharmacies", "parents", "neighbors")
QUIEN = ("familias", "escuelas", "clínicas", "choferes", "jornaleros", "estudiantes", "farmacias", "padres", "vecinos")


def titles(n: int) -> tuple[str, str]:
    """The n-th pair: every fifth shares its aim, every seventh its place, and the number makes it one of its kind."""
    (aim, meta), (place, lugar), who = AIMS[n % 5], PLACES[n % 7], n % 9
    rare = f" {RARE}" if n < 20 else ""
    return f"{aim}: {WHO[who]} of {place} {n}{rare}", f"{meta}: {QUIEN[who]} de {lugar} {n}{rare}"


TEXT = (
    "call 911 first stay until help comes lay the person on one side naloxone brings breath back it costs nothing",
    "llama primero al 911 quedate hasta que llegue la ayuda acuesta a la persona de lado la naloxona devuelve el aire",
    "fake pills look like medicine and hold fentanyl take only what your doctor gave you and keep it under lock",
    "las pastillas falsas parecen medicina y llevan fentanilo toma solo lo que te dio tu medico y guardalo bajo llave",
    "talk with your children today listen more than you speak ask what they have seen at school",
    "habla hoy con tus hijos escucha mas de lo que dices pregunta que han visto en la escuela",
)


def words(n: int, side: Side, is_draft: bool) -> str:
    """What finding.note would gather of a text of some 60 words; of a draft behind the mark of its side."""
    some = sorted({word for part in range(4) for word in TEXT[(n + part) % len(TEXT)].split()} | {f"item{n}"})
    return " ".join(f"{MARK}{side.value.lower()}{word}" if is_draft else word for word in some)

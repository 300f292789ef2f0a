"""What a column may hold, by kind of table, and the headings that it goes by in English and Spanish spreadsheets."""

from dataclasses import dataclass
from typing import Any

from campaign.accounts.models import Role
from campaign.i18n import _l
from campaign.partners.imports.models import ImportKind
from campaign.partners.models import OrganizationKind


@dataclass(frozen=True)
class Column:
    """`headings` are folded: without accents, case and punctuation."""

    field: str
    label: Any
    headings: tuple[str, ...]
    is_needed: bool = False
    most: int = 200


_ORGANIZATION = (
    "organization",
    "organisation",
    "organizacion",
    "partner",
    "socio",
    "aliado",
    "institucion",
    "institution",
)
_NAME = ("name", "nombre", "razon social", "denominacion")
_PHONE = ("phone", "telephone", "tel", "telefono", "phone number", "numero de telefono", "telefono de contacto")
_EMAIL = ("email", "e mail", "mail", "correo", "correo electronico", "email address", "e mail address")
_LANGUAGE = ("language", "idioma", "lengua", "language of letters", "preferred language", "idioma preferido")

COLUMNS: dict[ImportKind, tuple[Column, ...]] = {
    ImportKind.organizations: (
        Column(
            "name", _l("Name"), (*_NAME, *_ORGANIZATION, "organization name", "nombre de la organizacion"), True, 120
        ),
        Column(
            "kind", _l("Kind"), ("kind", "type", "tipo", "organization type", "tipo de organizacion", "clase"), True
        ),
        Column("email", _l("E-mail address"), _EMAIL),
        Column("phone", _l("Phone"), _PHONE, most=60),
        Column("website", _l("Website"), ("website", "web", "url", "sitio web", "pagina web", "pagina", "sitio")),
        Column("language", _l("Language of letters"), _LANGUAGE),
        Column("parent", _l("Belongs to"), ("parent", "belongs to", "depende de", "pertenece a", "matriz"), most=120),
        Column("country", _l("Home country"), ("country", "pais", "home country", "side", "pais sede")),
    ),
    ImportKind.places: (
        Column("organization", _l("Organization"), (*_ORGANIZATION, "run by", "operated by", "operado por"), True, 120),
        Column("name", _l("Name"), (*_NAME, "place", "lugar", "site", "sede", "sucursal"), True, 120),
        Column(
            "region",
            _l("County or municipio"),
            ("county", "municipio", "county or municipio", "condado", "region", "fips", "cvegeo", "clave"),
            True,
        ),
        Column("state", _l("State (of the country)"), ("state", "estado", "entidad", "entidad federativa")),
        Column(
            "address",
            _l("Address"),
            ("address", "direccion", "domicilio", "street", "calle", "street address", "calle y numero"),
            most=400,
        ),
        Column(
            "postal_code",
            _l("ZIP code or código postal"),
            ("zip", "zip code", "postal code", "cp", "c p", "codigo postal", "zip code or codigo postal"),
        ),
        Column("phone", _l("Phone"), _PHONE, most=60),
        Column("hours", _l("Opening hours"), ("hours", "opening hours", "horario", "horarios"), most=400),
    ),
    ImportKind.people: (
        Column("organization", _l("Organization"), _ORGANIZATION, True, 120),
        Column("name", _l("Name"), (*_NAME, "full name", "nombre completo", "person", "persona"), True, 120),
        Column("email", _l("E-mail address"), _EMAIL, True),
        Column("role", _l("Role"), ("role", "rol", "funcion", "papel")),
        Column("language", _l("Language of letters"), _LANGUAGE),
    ),
}
KIND_WORDS = {
    ImportKind.organizations: _l("Partners"),
    ImportKind.places: _l("Places of partners"),
    ImportKind.people: _l("People, who are invited"),
}
# Words of spreadsheets for what an organization is, beside its key and its name in either language.
SYNONYMS: dict[OrganizationKind, tuple[str, ...]] = {
    OrganizationKind.agency: ("agency", "dependencia", "government", "gobierno", "secretaria", "federal agency"),
    OrganizationKind.health_department: ("departamento de salud", "jurisdiccion sanitaria", "servicios de salud"),
    OrganizationKind.council: ("consejo", "comite", "coalition", "coalicion"),
    OrganizationKind.association: ("ngo", "ong", "osc", "nonprofit", "non profit", "ac", "a c", "asociacion", "501c3"),
    OrganizationKind.clinic: ("clinica", "hospital", "health center", "centro de salud", "community clinic"),
    OrganizationKind.university: ("universidad", "college", "school", "escuela", "instituto tecnologico"),
    OrganizationKind.consular_window: ("ventanilla de salud", "consulado", "consulate", "vds"),
    OrganizationKind.printer: ("printer", "imprenta", "print shop"),
    OrganizationKind.nation: ("tribe", "tribal nation", "nacion", "pueblo indigena", "tribal health service"),
}
ROLES = {Role.partner: ("partner", "socio", "aliado"), Role.printer: ("printer", "print staff", "imprenta", "impresor")}

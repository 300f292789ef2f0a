"""Loads the regions, sister pairs and region sets that ship with the product; running it again changes nothing."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from campaign.db import Side, order_key, plain, session
from campaign.regions.models import Level, Region, RegionSet, RegionSetMember, SisterPair

HERE = Path(__file__).parent / "data"
DATED = date(2026, 11, 1)

SETS: dict[str, dict[str, Any]] = {
    "border": {
        "title_en": "Border region (La Paz, 100 km)",
        "title_es": "Región fronteriza (La Paz, 100 km)",
        "definition_en": "Counties and municipios with any land within 100 km of the border, as the La Paz Agreement "
        "of 1983 defines it, by today's polygons.",
        "definition_es": "Condados y municipios con territorio a 100 km o menos de la frontera, según el Convenio de "
        "La Paz de 1983, con los polígonos actuales.",
        "is_complete": True,
    },
    "states": {
        "title_en": "All of the ten border states",
        "title_es": "Los diez estados fronterizos completos",
        "definition_en": "Every county and municipio of the four US and six Mexican border states.",
        "definition_es": "Todos los condados y municipios de los cuatro estados fronterizos de Estados Unidos y los "
        "seis de México.",
        "is_complete": True,
    },
    "usbhc": {
        "title_en": "Border Health Commission",
        "title_es": "Comisión de Salud Fronteriza",
        "definition_en": "Counties on the list of the US-Mexico Border Health Commission. Incomplete: the list of 80 "
        "municipios was not received.",
        "definition_es": "Condados en la lista de la Comisión de Salud Fronteriza México-Estados Unidos. Incompleto: "
        "no se ha recibido la lista de 80 municipios.",
        "is_complete": False,
    },
}


def rows(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load() -> None:
    """All 648 regions, 15 pairs and the sets of contract §4; map keys get their hyphen here."""
    if session.scalar(select(func.count()).select_from(Region)):
        return
    regions = list(rows("regions.csv"))
    twins = [_pair(row, n) for n, row in enumerate(rows("sister_cities.csv"), 1)]
    session.execute(insert(Region), [_region(row, _cities(twins, _key(row))) for row in regions])
    session.execute(insert(SisterPair), twins)
    for key, words in SETS.items():
        session.add(RegionSet(key=key, dated_on=DATED, **words))
    session.flush()
    session.execute(insert(RegionSetMember), list(_members(regions)))


def _key(row: dict[str, str]) -> str:
    return f"{row['country']}-{row['code']}"


def _cities(twins: list[dict[str, Any]], key: str) -> str:
    """Sister cities inside a region: people look for Ciudad Juárez, the municipio is called Juárez."""
    return " ".join(
        pair[f"{side}_city"] for pair in twins for side in ("us", "mx") if pair[f"{side}_region_key"] == key
    )


def _region(row: dict[str, str], cities: str) -> dict[str, Any]:
    key = _key(row)
    return {
        "key": key,
        "country": Side(row["country"]),
        "level": Level(row["level"]),
        "code": row["code"],
        "name": row["name"],
        "state_code": row["state_code"],
        "state_name": row["state_name"],
        "state_abbr": row["state_abbr"],
        "timezone": row["timezone"],
        "population": int(row["population_2020"]) if row["population_2020"] else None,
        "lat": float(row["lat"]) if row["lat"] else None,
        "lon": float(row["lon"]) if row["lon"] else None,
        "search": plain(f"{row['name']} {row['state_name']} {row['state_abbr']} {key} {cities}"),
        "order_key": order_key(f"{row['name']} {row['state_name']}"),
    }


def _pair(row: dict[str, str], west_to_east: int) -> dict[str, Any]:
    return {
        "key": row["pair_id"],
        "us_city": row["us_city"],
        "us_region_key": f"US-{row['us_county_fips']}",
        "us_zone": row["us_timezone"],
        "mx_city": row["mx_city"],
        "mx_region_key": f"MX-{row['mx_municipio_cvegeo']}",
        "mx_zone": row["mx_timezone"],
        "council": row["binational_health_council"],
        "west_to_east": west_to_east,
    }


def _members(regions: list[dict[str, str]]) -> Iterator[dict[str, str]]:
    for row in regions:
        if row["level"] == "state":
            continue
        belongs = {"states": True, "border": row["border_region"] == "yes", "usbhc": row["usmbhc_region"] == "yes"}
        yield from ({"set_key": name, "region_key": _key(row)} for name, is_in in belongs.items() if is_in)

"""Telephone numbers: kept as E.164, shown as they are dialled in their own country. Short numbers and 800 numbers,
which do not work from abroad, are kept as dialled and never get a plus.
"""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from campaign.db import Side
from campaign.errors import Refused
from campaign.i18n import _

NO_PLUS = (PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN)


def kept(typed: str, country: Side | None) -> str:
    """What is stored of a number that was typed in this country; '' stays ''."""
    digits = "".join(letter for letter in typed if letter.isdigit())
    if not typed.strip():
        return ""
    if country and digits and _is_short(typed, digits, country):
        return digits
    number = _parsed(typed, country)
    if phonenumbers.number_type(number) in NO_PLUS:
        return _national(number)
    extension = f";ext={number.extension}" if number.extension else ""
    return phonenumbers.format_number(number, PhoneNumberFormat.E164) + extension


def shown(stored: str) -> str:
    """(915) 555-0100, 656 123 4567; of another country with its code."""
    if not stored.startswith("+"):
        return stored
    number = phonenumbers.parse(stored)
    is_known = phonenumbers.region_code_for_number(number) in ("US", "MX")
    return _national(number) if is_known else phonenumbers.format_number(number, PhoneNumberFormat.INTERNATIONAL)


def _is_short(typed: str, digits: str, country: Side) -> bool:
    if not 2 < len(digits) < 5 or "+" in typed:
        return False
    return phonenumbers.is_valid_short_number_for_region(phonenumbers.parse(digits, country.value), country.value)


def _parsed(typed: str, country: Side | None) -> PhoneNumber:
    try:
        number = phonenumbers.parse(typed, country.value if country else None)
    except NumberParseException:
        number = None
    if number is None or not phonenumbers.is_valid_number(number):
        raise Refused(
            _(
                "This is no phone number. Write it as it is dialled there: (915)\u00a0555-0100 or "
                "656\u00a0123\u00a04567, for example."
            )
        )
    return number


def _national(number: PhoneNumber) -> str:
    text = phonenumbers.format_number(number, PhoneNumberFormat.NATIONAL)
    is_us_toll_free = number.country_code == 1 and phonenumbers.number_type(number) == PhoneNumberType.TOLL_FREE
    return f"1-{text.replace('(', '').replace(') ', '-')}" if is_us_toll_free else text

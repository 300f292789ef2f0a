"""Finds materials by what is typed: a code, or words."""

from sqlalchemy import Select

from campaign.fulltext import codes, matching
from campaign.materials.models import IS_FLYER, WORDS, Material


def titled(query: Select[Material], words: str) -> Select[Material]:
    """Only those with this code, or with words that begin so in their title in either language, accents or not."""
    if not words:
        return query
    flyers, others = codes(words, "F")
    files, others = codes(others, "M")
    if flyers or files:
        query = query.where(*((Material.id == number) & IS_FLYER for number in flyers))
        query = query.where(*((Material.id == number) & ~IS_FLYER for number in files))
    return matching(query, WORDS, others)

"""Bilingual public-health campaigns of the United States and Mexico; nothing third-party may be imported here."""

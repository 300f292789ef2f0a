"""Reviewed bilingual statements and helplines, which flyers quote and never copy."""

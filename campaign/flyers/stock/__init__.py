"""Copies of a replaced version that still lie about: each country says what becomes of those in its territory."""

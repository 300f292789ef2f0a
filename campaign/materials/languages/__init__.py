"""How far each language of each material is, and whose work it is."""

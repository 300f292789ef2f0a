"""States, counties and municipios of the ten border states, and the pairs of cities that face each other."""

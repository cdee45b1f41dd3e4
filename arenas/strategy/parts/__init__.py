"""The parts of a strategy: priority areas, activities and the council's roles."""

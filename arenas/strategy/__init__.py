"""The strategy: periods, priority areas, activities, goals, roles, and what is done about them."""

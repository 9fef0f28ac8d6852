"""Points (点位) of a unit, and who looks after them."""

"""/h: one hazard, its record in words, who was told; and a hazard as a row of a list."""

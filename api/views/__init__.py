"""What is shown of a hazard, a person, a unit, a channel: shapes of answers, and how they are filled for one reader.

JSON answers with them and pages are filled with them, so that both say the same and hide the same.
"""

"""Days, ladders and modes as data, checked when they are loaded."""

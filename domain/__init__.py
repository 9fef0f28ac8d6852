"""What a hazard is and what may happen to it; imports none of our other packages."""

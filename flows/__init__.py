"""What happens by itself: the timetable, the worker and its watchdog."""

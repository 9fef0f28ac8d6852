"""What happens by itself: the timetable, the worker and its watchdog."""

from domain.starting import collect_seldom

collect_seldom()

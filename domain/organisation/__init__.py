"""The organisation as people change it: commands, who may, one writer, its journal.

Reading order: commands, who_may, writer, work, units, people, accounts, open_work, leaving, journal, seeing.
"""

from domain.organisation.writer import Changed, change_organisation

__all__ = ["Changed", "change_organisation"]

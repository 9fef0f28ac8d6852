"""Units and people by name: who is known, who may be meant, and never anybody invented."""

import re
from dataclasses import dataclass
from functools import lru_cache

from domain.directory.naming import same
from domain.directory.organisation import Directory, PersonCard, UnitCard
from domain.intake.alike import candidates
from domain.words import UnitKind

_BETWEEN = re.compile(r"[\s、，,;；/：:]+")
_ASIDE = re.compile(r"[(（].*?[)）]")


@dataclass(frozen=True)
class Named:
    """Whom a text names: the one, or the likely ones (then it is asked), or nobody."""

    id: int | None = None
    likely: tuple[int, ...] = ()


@dataclass(frozen=True)
class Names:
    """The units that this import may speak of, and their people, at one version of the organisation."""

    directory: Directory
    units: frozenset[int]

    def __hash__(self) -> int:
        """So that what one name means is worked out once."""
        return hash((self.directory.version, self.units))

    def __eq__(self, other: object) -> bool:
        """The same question asked of the same organisation."""
        return isinstance(other, Names) and (self.directory.version, self.units) == (
            other.directory.version,
            other.units,
        )

    @lru_cache(maxsize=4096)  # noqa: B019 - its key compares by version, and few live
    def unit(self, text: str) -> Named:
        """The unit that is called so; a department stands for its unit."""
        cards = self._cards()
        exact = [card for card in cards if card.is_called(text)]
        if len(exact) == 1:
            return Named(exact[0].id)
        if exact:
            return Named(likely=tuple(card.id for card in exact))
        by_name = {name: card.id for card in cards for name in (card.name, card.short_name) if name}
        near = dict.fromkeys(by_name[name] for name in candidates(text, by_name))
        return Named(likely=tuple(near))

    def _cards(self) -> list[UnitCard]:
        found = (self.directory.units[unit] for unit in sorted(self.units))
        return [card for card in found if card.active and card.kind == UnitKind.INSTITUTION]

    def department(self, unit: int, text: str) -> UnitCard | None:
        """The department of a unit that is called so."""
        top = self.directory.units[unit]
        below = (
            card
            for card in self.directory.units.values()
            if card.active and card.id != unit and card.path.startswith(top.path)
        )
        found = [card for card in below if card.is_called(text)]
        return found[0] if len(found) == 1 else None

    @lru_cache(maxsize=8192)  # noqa: B019 - as above
    def person(self, unit: int, text: str) -> Named:
        """Somebody of this unit; what stands before the name may be the department."""
        *before, name = _BETWEEN.split(_ASIDE.sub("", text).strip()) or [""]
        staff = [self.directory.people[one] for one in sorted(self.directory.people_of(unit))]
        exact = [card for card in staff if same(card.name, name)] or [c for c in staff if same(c.name, text)]
        if len(exact) > 1 and before:
            exact = self._of_the_department(exact, unit, before) or exact
        if len(exact) == 1:
            return Named(exact[0].id)
        if exact:
            return Named(likely=tuple(card.id for card in exact))
        names = {card.name: card.id for card in staff if len(card.name) > 2 or not card.name.endswith("某")}  # noqa: PLR2004 - two letters are too few to be alike
        return Named(likely=tuple(names[near] for near in candidates(name, names)) if len(name) > 1 else ())

    def _of_the_department(self, people: list[PersonCard], unit: int, before: list[str]) -> list[PersonCard]:
        homes = {card.id for text in before if (card := self.department(unit, text))}
        return [card for card in people if card.unit_id in homes]

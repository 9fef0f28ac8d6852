"""A sign-in that waits for a second person's yes keeps neither calendar nor rules, and agrees to nothing."""

import pytest

from domain.directory.organisation import Actor
from domain.errors import FirstThis
from domain.organisation.calendars import whose_calendar
from domain.organisation.commands import MakePolicy
from domain.organisation.earlier_dates import is_theirs_to_move
from domain.organisation.policies import whose_rules
from domain.queries import reading
from domain.queries.calendars import keeps_the_calendar
from domain.queries.policies import may_change_rules
from tests.world import World, on

AT = on("2026-11-02 09:00")


@pytest.mark.parametrize("waits", [False, True])
def test_who_waits_for_a_yes_keeps_no_settings(world: World, *, waits: bool) -> None:
    who = Actor(world.people["leader"], appointed=waits)
    with reading(world.store, who, AT) as reader:
        directory, top = reader.directory, reader.directory.units[world.units["000"]]
        assert keeps_the_calendar(reader) is not waits
        assert may_change_rules(reader, MakePolicy, top) is not waits
        assert is_theirs_to_move(directory, who, world.units["001"], AT) is not waits
        for whose in (whose_calendar, whose_rules):
            if waits:
                with pytest.raises(FirstThis):
                    whose(directory, who, AT)
            else:
                assert whose(directory, who, AT) == top

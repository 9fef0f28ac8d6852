"""What an effect may write is a column of the row, and may be empty where the column may."""

import types
from typing import Union, get_args, get_origin, get_type_hints

import pytest

from domain.cases.changes import Changes, Columns, Directions, PaperRow
from domain.tables.core import HAZARD, PAPER

OF_THE_ENGINE = {
    "id", "ref", "number", "policy", "line", "reporter_id", "version", "head", "acted_at", "terms", "fired",
    "next_action_at", "holders", "late_holders", "involved",
}  # fmt: skip


def may_be_empty(hint: object) -> bool:
    return get_origin(hint) in (Union, types.UnionType) and type(None) in get_args(hint)


@pytest.mark.parametrize("name", sorted(Columns.__annotations__))
def test_each_is_a_column_that_may_be_empty_alike(name: str) -> None:
    assert HAZARD.c[name].nullable == may_be_empty(get_type_hints(Columns)[name])


def test_what_no_effect_writes_is_the_engines() -> None:
    assert set(HAZARD.c.keys()) - set(Columns.__annotations__) == OF_THE_ENGINE


def test_a_paper_is_written_by_its_columns() -> None:
    assert set(PaperRow.__annotations__) - {"give_number"} <= set(PAPER.c.keys())


def test_no_name_means_both_a_column_and_a_direction() -> None:
    both = {*Columns.__annotations__} & {*Directions.__annotations__}
    assert both == set()
    assert {*Changes.__annotations__} == {*Columns.__annotations__, *Directions.__annotations__}

"""An official table as data: its head, its columns with the function of each, its rows, its foot. A variant is a file.

Shipped ones lie in `forms/`; an authority's own in the folder `forms` of its data, where one of the same name replaces
a shipped one.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from domain.errors import NotFound
from domain.official.ledger.columns import Column
from domain.queries import HazardFilter
from domain.queries.amounts import Sum
from domain.words import PaperKind, State

Name = Annotated[str, Field(pattern="^[a-z][a-z0-9_]{1,39}$")]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Function = Literal[
    "label",
    "hazards",
    "money",
    "rate",
    "units_below",
    "units_checked",
    "person_times",
    "papers",
    "nothing",
    "serial",
    "shown",
]


class ColumnForm(BaseModel):
    """A column: its path in the head from the top, the function that fills it, and what that function is told.

    `typed`: whoever freezes the table may write a figure that no record gives. `because` says why there is none.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    name: Name
    function: Function = Field(alias="is")
    head: list[Text] = Field(min_length=1, max_length=4)
    width: float = Field(default=9.5, ge=3, le=80)
    typed: bool = False
    where: HazardFilter = HazardFilter()
    stood: list[State] = []
    """States of which it was in one at the end of the period."""
    cumulative: bool = False
    """Counted from the day from which the table cumulates, whatever the period."""
    sum: Sum = "spent"
    done: str = ""
    of: str = ""
    paper: PaperKind | None = None
    shows: list[Column] = []
    """Columns of the ledger, joined where there are several."""
    between: str = "；"
    because: str = ""


class RowForm(BaseModel):
    """A row of its own: its label, which hazards stand in it, and whether rounds of checks do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Text
    where: HazardFilter = HazardFilter()
    rounds: bool = False


class TableForm(BaseModel):
    """A table. `rows`: its own, one for each unit directly below, or one for each hazard.

    `period`: any span of days, or cumulative from January (`year`). `zero`: how nought is printed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Name = "unnamed"
    title: Text
    called: Text
    source: Text
    period: Literal["span", "year"] = "span"
    zero: Literal["0", "blank"] = "0"
    rows: list[RowForm] | Literal["bodies", "hazards"] = "bodies"
    where: HazardFilter = HazardFilter()
    total: str = ""
    above: list[Annotated[str, Field(pattern=r"^[^{}]*(\{(unit|period|today)\}[^{}]*)*$")]] = [
        "填报单位：{unit}",
        "统计时间：{period}",
    ]
    foot: list[Text] = []
    portrait: bool = False
    columns: list[ColumnForm] = Field(min_length=1, max_length=40)

    @property
    def is_a_list(self) -> bool:
        """Whether each row is a hazard."""
        return self.rows == "hazards"

    @model_validator(mode="after")
    def _hangs_together(self) -> "TableForm":
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names):
            raise ValueError("列名重复")
        rates = [name for c in self.columns if c.function == "rate" for name in (c.done, c.of)]
        if missing := set(rates) - set(names):
            raise ValueError(f"整改率所用的列不存在：{'、'.join(sorted(missing))}")
        return self

    def column(self, name: str) -> ColumnForm:
        """One of its columns."""
        return next(column for column in self.columns if column.name == name)


def read_form(name: str, text: str) -> TableForm:
    """A definition out of its file; raises ValueError in words that name the place."""
    try:
        return TableForm.model_validate({**tomllib.loads(text), "name": name})
    except ValidationError as wrong:
        first = wrong.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{place}：{first['msg']}") from None


@cache
def shipped() -> Mapping[str, TableForm]:
    """Those of this release, by name."""
    files = sorted(resources.files(__package__).joinpath("forms").iterdir(), key=lambda file: file.name)
    return {
        (name := file.name.removesuffix(".toml")): read_form(name, file.read_text(encoding="utf-8"))
        for file in files
        if file.name.endswith(".toml")
    }


def forms_of(data: Path) -> tuple[dict[str, TableForm], dict[str, str]]:
    """Those in use by name, and what is wrong with an authority's own files, which are left out."""
    found, wrong = dict(shipped()), dict[str, str]()
    for path in sorted((data / "forms").glob("*.toml")):
        try:
            found[path.stem] = read_form(path.stem, path.read_text(encoding="utf-8"))
        except (ValueError, OSError) as error:
            wrong[path.name] = str(error)
    return found, wrong


def form_named(data: Path, name: str) -> TableForm:
    """The definition of that name; raises NotFound."""
    found: dict[str, Any] = forms_of(data)[0]
    if name not in found:
        raise NotFound("没有这种报表。请从“报表”页选择。")
    return TableForm.model_validate(found[name])

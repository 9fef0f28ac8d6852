"""A table and the rows behind it as texts that are kept for ever, and read again whatever the code has become."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.official.cells import Cell, Opens, Row, Table, Value
from domain.official.definition import TableForm

OF_A_FORM = {"name", "title", "called", "source", "period", "zero", "above", "foot", "portrait", "total"}
OF_A_COLUMN = {"name", "function", "head", "width", "typed", "sum", "done", "of"}
"""What is needed to print it again; by what it was counted stands in words."""


@dataclass(frozen=True)
class Behind:
    """A row behind a figure as it stood: what it is (`hazard`, `paper`, `task`, `unit`), its ref, and texts by label.

    Of a hazard also its last line: how many lines its record had, and the hash of the last.
    """

    kind: str
    ref: str
    texts: Mapping[str, str]
    version: int = 0
    head: str = ""

    def text(self) -> str:
        """As it is kept."""
        return _written(vars(self) | {"texts": dict(self.texts)})

    @classmethod
    def read(cls, text: str) -> "Behind":
        """Out of what was kept."""
        return cls(**json.loads(text))


Numbers = dict[tuple[int, int], list[int]]
"""Row and column of a figure -> the numbers of the rows behind it."""


def body_of(table: Table, behind: Numbers) -> str:
    """What the table says, with which rows stand behind each figure."""
    form = table.form.model_dump(mode="json", include=OF_A_FORM)
    columns = [
        column.model_dump(mode="json", by_alias=True, include=OF_A_COLUMN) for column in table.form.columns
    ]
    rows = [
        {
            "is_total": row.is_total,
            "cells": [_cell(cell, behind.get((r, c), [])) for c, cell in enumerate(row.cells)],
        }
        for r, row in enumerate(table.rows)
    ]
    return _written(
        {
            "form": {**form, "rows": "hazards" if table.form.is_a_list else "bodies", "columns": columns},
            **{name: str(getattr(table, name)) for name in ("start", "end", "since")},
            **{name: getattr(table, name) for name in ("unit", "unit_code", "query", "counted")},
            "made_at": table.made_at.isoformat(),
            "rows": rows,
        }
    )


def table_of(body: str) -> tuple[Table, Numbers]:
    """The table, and which rows stand behind each figure."""
    told = json.loads(body)
    rows = [Row([_read(cell) for cell in row["cells"]], row["is_total"]) for row in told["rows"]]
    numbers = {
        (r, c): cell["rows"]
        for r, row in enumerate(told["rows"])
        for c, cell in enumerate(row["cells"])
        if cell.get("rows")
    }
    table = Table(
        form=TableForm.model_validate(told["form"]),
        unit=told["unit"],
        unit_code=told["unit_code"],
        start=date.fromisoformat(told["start"]),
        end=date.fromisoformat(told["end"]),
        since=date.fromisoformat(told["since"]),
        made_at=datetime.fromisoformat(told["made_at"]),
        query=told["query"],
        rows=rows,
        counted=[(name, how) for name, how in told["counted"]],
    )
    return table, numbers


def opening(table: Table, ref: str, numbers: Numbers) -> Table:
    """The same, each figure opening the rows that were kept behind it."""
    rows = [
        replace(
            row,
            cells=[
                replace(cell, opens=_kept(ref, r, c, cell) if (r, c) in numbers or cell.opens else None)
                for c, cell in enumerate(row.cells)
            ],
        )
        for r, row in enumerate(table.rows)
    ]
    return replace(table, rows=rows)


def _kept(ref: str, row: int, column: int, cell: Cell) -> Opens:
    if cell.opens and cell.opens.list == "hazard":
        return cell.opens
    return Opens("kept", f"{ref}/rows?row={row}&column={column}")


def _cell(cell: Cell, rows: list[int]) -> dict[str, Any]:
    said: dict[str, Any] = {"value": _plain(cell.value)}
    if cell.opens:
        said["opens"] = list(cell.opens)
    if rows:
        said["rows"] = rows
    return said | {name: value for name in ("because", "typed_by") if (value := getattr(cell, name))}


def _plain(value: Value) -> Any:  # noqa: ANN401 - JSON
    """A value with its kind, where JSON has none for it."""
    if isinstance(value, Decimal):
        return {"amount": f"{value:f}"}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _read(told: dict[str, Any]) -> Cell:
    value, opens = told["value"], told.get("opens")
    if isinstance(value, dict):
        value = Decimal(value["amount"]) if "amount" in value else date.fromisoformat(value["day"])
    return Cell(value, Opens(*opens) if opens else None, told.get("because", ""), told.get("typed_by", ""))


def _written(value: Any) -> str:  # noqa: ANN401 - JSON
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

"""A view of the ledger that somebody keeps."""

from functools import partial
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.wrong_input import complaints
from domain.errors import WrongInput
from domain.fields import ShortText
from domain.official.ledger.columns import LedgerQuery, read_query
from domain.titles import title_at


class NewView(BaseModel):
    """A view to keep: the query of its address, such as `overdue=true&order=due`."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[ShortText, Field(title="视图名称", max_length=40)]
    query: Annotated[str, Field(title="视图地址", max_length=2000)]


def whole_query(text: str) -> str:
    """The query of a view as we write it, without the place in it; raises WrongInput naming what is wrong."""
    try:
        read = read_query(text.removeprefix("?"))
    except ValidationError as wrong:
        told = "".join(one["detail"] for one in complaints(wrong.errors(), partial(title_at, LedgerQuery)))
        raise WrongInput(f"视图地址有误：{told}", field="query") from None
    return read.model_copy(update={"cursor": None}).query()

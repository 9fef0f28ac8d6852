"""A photo that lacks its end marker alone is whole; what its tags say makes no page of it; what is torn is refused."""

import re
from pathlib import Path

import pytest

from domain.errors import WrongInput
from tests.domain.test_darkroom import given, near, pixels
from tests.odd_photos import SECOND, TORN, WHOLE
from tests.phones import BLUE, RED


@pytest.mark.parametrize("name", WHOLE)
def test_what_decodes_to_its_last_row_is_taken(name: str, tmp_path: Path) -> None:
    assert given(WHOLE[name](), tmp_path).kind.startswith("image/")
    for seen, right in zip(pixels(tmp_path), (BLUE, RED), strict=True):
        assert near(seen, right), (seen, right)


@pytest.mark.parametrize("name", TORN)
def test_what_lacks_part_of_its_picture_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongInput, match="不完整或已损坏"):
        given(TORN[name](), tmp_path)
    assert list(tmp_path.glob("*.jpg")) == []


@pytest.mark.parametrize("name", SECOND)
def test_what_is_something_else_as_well_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(WrongInput) as refused:
        given(SECOND[name](), tmp_path)
    assert re.search("夹带(网页代码|另一种格式)", refused.value.detail)

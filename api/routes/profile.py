"""一院一档: one unit with its facts, posts, departments and points, and its hazards in figures."""

from fastapi import APIRouter

from api.current import Reading, UnitNamed
from api.organising import Looking
from api.views.profile import hazards_of, known_unit, profile_view
from api.views.profile_shapes import UnitProfile

router = APIRouter(tags=["organisation"])


@router.get("/units/{unit}/profile", summary="单位档案")
def profile(unit: UnitNamed, looking: Looking, reader: Reading) -> UnitProfile:
    """The unit as I may see it; its hazards are those that I see."""
    found = known_unit(looking, reader, unit)
    return profile_view(looking, reader, found, hazards_of(reader, found))

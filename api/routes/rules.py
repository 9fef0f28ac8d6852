"""The rules (规则): in force and shipped, an edition made and released, what it would move, as a file."""

from fastapi import APIRouter, Response

from api.current import At, Key, Reading, TheStore, Who
from api.problems import binary
from api.views.rules import PreviewView, RulesView, preview_view, rules_view
from domain.directory.organisation import Actor
from domain.organisation import change_organisation, commands as c
from domain.organisation.policies import whose_rules
from domain.policy.editing import as_toml
from domain.queries import reading
from domain.queries.policies import rules_of
from domain.store.base import Store

router = APIRouter(prefix="/rules", tags=["rules"])
TOML = "application/toml"


@router.get("", summary="规则")
def shown(reader: Reading) -> RulesView:
    """Every value in words, shipped and in force, and every edition that was made."""
    return rules_view(reader)


@router.get("/file", summary="规则文件", response_class=Response, responses=binary(TOML))
def file(reader: Reading) -> Response:
    """The rules in force as TOML, to be kept, sent elsewhere, changed and given back."""
    headers = {"Content-Disposition": 'attachment; filename="rules.toml"'}
    return Response(as_toml(rules_of(reader).policy), media_type=TOML, headers=headers)


@router.get("/preview", summary="预演")
def preview(reader: Reading) -> PreviewView:
    """The open hazards that the waiting edition would give another date, were they under it. Nothing is changed."""
    return preview_view(reader, rules_of(reader))


@router.post("/editions", status_code=201, summary="拟定规则")
def make(said: c.MakePolicy, store: TheStore, who: Who, at: At, key: Key = None) -> RulesView:
    """Make an edition: values by path as people write them, or a whole file. It waits for another person's word."""
    return _pressed(store, who, at, said, key)


@router.post("/release", summary="发布规则")
def release(said: c.ReleasePolicy, store: TheStore, who: Who, at: At, key: Key = None) -> RulesView:
    """Release an edition: new hazards freeze it from its day on, those begun before keep theirs."""
    return _pressed(store, who, at, said, key)


def _pressed(store: Store, who: Actor, at: At, change: c.Change, key: str | None) -> RulesView:
    with store.asking() as connection:
        unit = whose_rules(store.directory(connection), who, at)
    change_organisation(store, unit.code, change, by=who, at=at, key=key)
    with reading(store, who, at) as reader:
        return rules_view(reader)

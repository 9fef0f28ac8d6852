"""The shape of a refusal (RFC 9457), and which of them each address may give: what `/openapi.json` says of both."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

PROBLEM = "application/problem+json"
REFERENCE = "#/components/schemas/Problem"
TITLES = {
    400: "请求无法识别",
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    405: "不支持这种请求",
    409: "现在不能办理",
    413: "内容过大",
    422: "填写有误",
    429: "请稍候",
    500: "系统出错",
    503: "暂时不能办理",
}
HEADERS = {
    401: {"WWW-Authenticate": {"required": True, "schema": {"type": "string"}}},
    429: {"Retry-After": {"required": True, "schema": {"type": "string", "pattern": "^[0-9]+$"}}},
    503: {"Retry-After": {"required": True, "schema": {"type": "string", "pattern": "^[0-9]+$"}}},
}
ALWAYS = (503,)
SIGNED_IN = (401, 403, 409)
ASKED = (422,)
ASKED_BY_SOMEBODY = (404,)
SENT = (400, 413, 429)
VERBS = frozenset({"get", "post", "put", "patch", "delete"})


class Complaint(BaseModel):
    """One field that was filled in wrongly; an empty `field` means the whole."""

    model_config = ConfigDict(extra="forbid")

    field: str
    detail: str


class Problem(BaseModel):
    """A refusal: `detail` says in Chinese what failed and the way out, `code` never changes.

    `field`, `errors`: what was filled in wrongly. `first`: what must be done before anything else. `state`, `version`,
    `won_by`: how things stand now that somebody else was quicker. A member that says nothing is left out.
    """

    model_config = ConfigDict(extra="forbid")

    type: Annotated[str, Field(pattern="^urn:bihuan:problem:[a-z_]+$")]
    title: str
    status: Annotated[int, Field(ge=400, le=599)]
    code: Annotated[str, Field(pattern="^[a-z_]+$")]
    detail: str
    field: str = ""
    errors: list[Complaint] = []
    first: str = ""
    state: str = ""
    version: int = 0
    won_by: str = ""


def refusals(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """These refusals as a route's `responses`, for what the general rule cannot know of it."""
    return {status: _documented(status) for status in statuses}


def text(kind: str) -> dict[int | str, dict[str, Any]]:
    """An answer that is a text of this media type, not JSON."""
    return {200: {"content": {kind: {"schema": {"type": "string"}}}}}


def binary(*kinds: str) -> dict[int | str, dict[str, Any]]:
    """An answer that is a file of one of these media types."""
    return {200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in kinds}}}


def may_give(operation: dict[str, Any]) -> set[int]:
    """The refusals of an address by what it asks: a person signed in, something named, something sent."""
    is_signed_in, is_sent = "security" in operation, "requestBody" in operation
    is_asked = is_sent or bool(operation.get("parameters"))
    groups = (
        (ALWAYS, True),
        (SIGNED_IN, is_signed_in),
        (ASKED, is_asked),
        (ASKED_BY_SOMEBODY, is_asked and is_signed_in),
        (SENT, is_sent),
    )
    return {status for statuses, holds in groups if holds for status in statuses}


def document_refusals(whole: dict[str, Any]) -> None:
    """Write into an OpenAPI document what every address may refuse, in place of the framework's own guess."""
    schemas = whole["components"]["schemas"]
    schemas |= _shapes()
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    for path in whole["paths"].values():
        for verb in VERBS & path.keys():
            answers = path[verb]["responses"]
            answers.pop("422", None)
            answers |= {str(status): _documented(status) for status in sorted(may_give(path[verb]))}


def _documented(status: int) -> dict[str, Any]:
    shown = {"description": TITLES[status], "content": {PROBLEM: {"schema": {"$ref": REFERENCE}}}}
    return shown | ({"headers": HEADERS[status]} if status in HEADERS else {})


def _shapes() -> dict[str, Any]:
    """Problem and what it is made of; a member may be missing, and has no value then."""
    shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    for member in shape["properties"].values():
        member.pop("default", None)
    return {**shape.pop("$defs"), "Problem": shape}

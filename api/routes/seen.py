"""How a request arrives here: what a proxy keeps of it, for whoever sets one up (`./bihuan doctor` asks)."""

from fastapi import APIRouter, Request
from pydantic import BaseModel

router = APIRouter(tags=["probes"])


class SeenView(BaseModel):
    """What we see of the request itself; nothing of anybody else."""

    host: str
    https: bool
    address: str
    forwarded_for: str
    """The last `X-Forwarded-For`, believed when it is the address."""


@router.get("/seen", summary="请求到达时的样子")
async def seen(request: Request) -> SeenView:
    """Host, scheme and address of this very request, as the record of sign-ins would have them."""
    return SeenView(
        host=request.headers.get("host", ""),
        https=request.url.scheme == "https",
        address=request.client.host if request.client else "",
        forwarded_for=request.headers.get("x-forwarded-for", "").rpartition(",")[2].strip(),
    )

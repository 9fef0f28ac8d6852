"""一患一档 as a PDF: what the page of a hazard shows its reader, on A4."""

from datetime import datetime
from pathlib import Path

from fastapi import Response

from api.pages.hazard.story import in_words
from api.pages.routers import pages_router
from api.pages.visitor import Page
from api.views.hazard import hazard_view
from api.views.hazard_shapes import HazardView
from domain import clock
from domain.cases.case import Case
from domain.errors import WrongInput
from domain.evidence.showing import copy_of, pages_of
from domain.evidence.vault import DamagedError
from domain.papers.content import check_code
from domain.papers.dossier import Dossier, DossierLine, DossierPaper, dossier_pdf
from domain.queries import Entry, timeline
from domain.store.base import Store
from domain.store.secrets import SealedForOthersError

router = pages_router()


@router.get("/h/{hazard}/file.pdf")
def file(page: Page, hazard: str) -> Response:
    """The whole file of a hazard, as far as this reader may know it."""
    case = page.reader.one(hazard)
    view = hazard_view(case, page.reader)
    printed = (
        f"{page.reader.directory.units[page.me.unit_id].name} {page.me.name} {clock.in_words(page.at)} 打印"
    )
    entries = timeline(page.reader, case)
    dossier = Dossier(
        title=f"一患一档 {view.number or view.ref}",
        number=view.number or f"未编号（{view.ref}）",
        facts=_facts(view),
        description=view.description,
        record=tuple(_lines(entries, case)),
        papers=tuple(_papers(case, view)),
        head=(entries[-1].hash or "") if entries else "",
        printed=printed,
    )
    body = dossier_pdf(
        dossier, *(_shown(page.store, side) for side in (view.photos.before, view.photos.after))
    )
    headers = {
        "Content-Disposition": f'inline; filename="{view.ref}.pdf"',
        "Cache-Control": "private, no-store",
    }
    return Response(body, media_type="application/pdf", headers=headers)


def day(moment: datetime | None) -> str:
    """A moment in words; nothing when there is none."""
    return clock.in_words(moment) if moment else ""


def _facts(view: HazardView) -> tuple[tuple[str, str], ...]:
    rows = (
        ("单位", view.unit.name),
        (
            "部位",
            " ".join(part for part in (view.department.name if view.department else "", view.place) if part),
        ),
        ("类别", " ".join(part.label for part in (view.category, view.subcategory) if part)),
        ("级别", view.level_label + ("（疑似重大）" if view.suspected else "")),
        ("判定依据", view.criterion or ""),
        ("发现方式", view.source.label),
        ("发现时间", day(view.found_at)),
        ("状态", view.state_label),
        ("整改责任人", view.fixer.name if view.fixer else ""),
        ("协办人", "、".join(one.name for one in view.helpers)),
        ("整改要求", view.measures or ""),
        ("临时管控", view.interim or ""),
        ("原定期限", day(view.first_rectify_by)),
        ("现定期限", day(view.rectify_by)),
        (
            "整改资金",
            f"计划 {view.funds or 0} 万元，实际 {view.spent or 0} 万元" if view.funds or view.spent else "",
        ),
        ("产生原因", _cause(view)),
        ("制度措施", (view.cause.lasting_measure if view.cause else None) or ""),
        ("挂牌督办", view.listing_label if view.listings or view.listed else ""),
        (
            "停用",
            "；".join(
                f"{one.scope.label}：{one.what}，自 {clock.in_words(one.since)} 起"
                + (f"，{clock.in_words(one.resumed_at)} 恢复使用" if one.resumed_at else "")
                for one in view.suspensions
            ),
        ),
        ("销号", f"{view.closing_kind.label} {day(view.closed_at)}" if view.closing_kind else ""),
    )
    return tuple((label, value) for label, value in rows if value)


def _cause(view: HazardView) -> str:
    said = view.cause
    return (
        "：".join(part for part in (said.cause.label if said.cause else "", said.note) if part)
        if said
        else ""
    )


def _lines(entries: list[Entry], case: Case) -> list[DossierLine]:
    told = [in_words(entry, case.directory) for entry in entries]
    return [
        DossierLine(
            at=clock.in_words(line.entry.at),
            who=line.entry.who + (f"（代 {line.entry.for_whom}）" if line.entry.for_whom else ""),
            what=line.entry.label,
            said=tuple(f"{label}：{words}" for label, words in line.said)
            + ((f"照片 {len(line.photos)} 张",) if line.photos else ()),
        )
        for line in told
    ]


def _papers(case: Case, view: HazardView) -> list[DossierPaper]:
    hashes = {paper.seq: paper.content_hash for paper in case.papers}
    return [
        DossierPaper(
            kind=one.kind.label,
            number=one.number or "",
            state=one.state.label,
            signed=clock.in_words(one.signed_at) if one.signed_at else "",
            code=check_code(hashed) if (hashed := hashes.get(one.seq)) else "",
        )
        for one in view.papers
    ]


def _shown(store: Store, photos: list[str]) -> list[Path]:
    """The copies for showing; a file that cannot be shown any more is left out."""
    return [copy_of(store, digest, "large") for digest in photos if _can_be_shown(store, digest)]


def _can_be_shown(store: Store, digest: str) -> bool:
    try:
        return bool(pages_of(store, digest))
    except (DamagedError, SealedForOthersError, WrongInput):
        return False

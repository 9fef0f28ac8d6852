"""An office's own Word template: uploaded, tried, put in force; papers signed with it keep it for ever."""

import pytest
from httpx2 import Response
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from domain.audit.files import damaged_papers, damaged_templates
from domain.organisation.journal import broken_lines
from domain.organisation.sealing import differing_rows
from tests.api.pages.test_sheets import overdue, proposed_one
from tests.api.site import Site
from tests.databases import administrator
from tests.docx import changed, text_of
from tests.world import PEOPLE

HERE = "/api/paper-templates"
KEEPERS = {"office", "office2", "leader", "head", "admin"}


def own(head: str) -> bytes:
    return changed(("{{ 发文机关 }}", head))


def send(site: Site, who: str, head: str, *kinds: str, name: str = "红头.docx") -> Response:
    return site.ask(
        who,
        "POST",
        HERE,
        files={"file": (name, own(head))},
        data={"kinds": list(kinds or ("supervision_letter",))},
    )


def editions(site: Site, kind: str = "supervision_letter") -> list[tuple[int, str]]:
    kinds = {one["kind"]["code"]: one for one in site.get("office", HERE)["kinds"]}
    return [(one["edition"], one["state"]["code"]) for one in kinds[kind]["editions"]]


def ids(site: Site, state: str = "waiting") -> list[int]:
    kinds = site.get("office", HERE)["kinds"]
    return [one["id"] for kind in kinds for one in kind["editions"] if one["state"]["code"] == state]


def put_in_force(site: Site, head: str, *kinds: str) -> None:
    assert send(site, "office", head, *kinds).status_code == 201
    answer = site.ask("office", "POST", f"{HERE}/use", json={"templates": ids(site)})
    assert answer.status_code == 200, answer.text


def end(site: Site, who: str, template: int) -> Response:
    return site.ask(who, "POST", f"{HERE}/end", json={"template": template})


def word(site: Site, ref: str, seq: int, who: str = "leader") -> bytes:
    answer = site.ask(who, "GET", f"/api/hazards/{ref}/papers/{seq}/word")
    assert answer.status_code == 200, answer.text
    assert "attachment" in answer.headers["content-disposition"]
    return answer.content


def test_a_template_is_tried_put_in_force_and_used_and_what_was_signed_keeps_its_own(site: Site) -> None:
    ref = overdue(site)
    seq = proposed_one(site, "leader", ref)["seq"]
    assert send(site, "office", "第一版红头").status_code == 201
    (first,) = ids(site)
    assert editions(site) == [(1, "waiting")]
    tried = site.ask("office", "GET", f"{HERE}/{first}/preview")
    assert "第一版红头" in text_of(tried.content)
    assert "示例医院" in text_of(tried.content)
    assert "第一版红头" not in text_of(word(site, ref, seq)), "it is not in force yet"
    assert site.ask("office", "POST", f"{HERE}/use", json={"templates": [first]}).status_code == 200
    draft = text_of(word(site, ref, seq))
    assert "第一版红头" in draft
    assert "本件为草稿" in draft
    pdf = f"/api/hazards/{ref}/papers/{seq}/pdf"
    site.press("leader", ref, "sign_measure")
    assert site.get("leader", f"/api/hazards/{ref}/papers/{seq}")["template"] == 1
    signed, printed = word(site, ref, seq), site.ask("leader", "GET", pdf).content
    assert "第一版红头" in text_of(signed)
    assert "临卫督〔2026〕1号" in text_of(signed)
    site.at("2027-11-12 10:00")
    put_in_force(site, "第二版红头")
    assert editions(site) == [(2, "in_force"), (1, "ended")]
    assert word(site, ref, seq) == signed
    end(site, "office", ids(site, "in_force")[0])
    assert editions(site) == [(2, "ended"), (1, "ended")]
    assert word(site, ref, seq, "officer1") == signed
    assert site.ask("leader", "GET", pdf).content == printed
    assert site.ask("office", "GET", f"{HERE}/{first}/file").content == own("第一版红头")


def test_each_kind_has_its_own_and_a_units_own_papers_the_shipped_one(site: Site) -> None:
    put_in_force(site, "通知红头", "rectification_notice", "extension_opinion")
    ref = overdue(site)
    papers = {one["kind"]["code"]: one["seq"] for one in site.get("leader", f"/api/hazards/{ref}")["papers"]}
    assert "通知红头" in text_of(word(site, ref, papers["rectification_notice"]))
    assert "通知红头" not in text_of(word(site, ref, papers["supervision_letter"]))
    unit = site.report("nurse1")
    site.press("officer1", unit, "register", assign={"to": "fixer1", "measures": "清理", "due": "2026-12-01"})
    site.press("fixer1", unit, "accept")
    site.press("fixer1", unit, "request_extension", until="2026-12-30", reason="等配件")
    site.press("deputy1", unit, "grant_extension")
    (opinion,) = site.get("deputy1", f"/api/hazards/{unit}")["papers"]
    words = text_of(word(site, unit, opinion["seq"], "deputy1"))
    assert "临澄县人民医院" in words
    assert "通知红头" not in words


def test_what_is_wrong_with_a_template_is_told_and_the_old_one_stays(site: Site) -> None:
    put_in_force(site, "现用红头")
    wrong = changed(("{{ 主送 }}", "{{ 主宋 }}"))
    answer = site.ask(
        "office", "POST", HERE, files={"file": ("a.docx", wrong)}, data={"kinds": ["supervision_letter"]}
    )
    assert (answer.status_code, answer.json()["field"]) == (422, "file")
    assert "“{{ 主宋 }}：”：没有“主宋”这一项" in answer.json()["detail"]
    large = site.ask(
        "office",
        "POST",
        HERE,
        files={"file": ("a.docx", b"PK\x03\x04" + b"0" * 5 * 1024 * 1024)},
        data={"kinds": ["supervision_letter"]},
    )
    assert (large.status_code, large.json()["code"]) == (413, "too_large")
    unknown = site.ask(
        "office", "POST", HERE, files={"file": ("a.docx", own("甲"))}, data={"kinds": ["nothing"]}
    )
    assert unknown.status_code == 422
    assert editions(site) == [(1, "in_force")]


def test_the_commission_and_its_administrator_keep_its_templates_and_nobody_else_does(site: Site) -> None:
    put_in_force(site, "现用红头")
    (mine,) = ids(site, "in_force")
    assert send(site, "office", "又一版").status_code == 201
    (other,) = ids(site)
    reads = (HERE, f"{HERE}/shipped/file", f"{HERE}/{mine}/file", f"{HERE}/{mine}/preview")
    for who in PEOPLE:
        for path in reads:
            assert site.ask(who, "GET", path).status_code == (200 if who in KEEPERS else 403), (who, path)
        if who in KEEPERS:
            assert send(site, who, f"{who}的").status_code == 201, who
            continue
        for path, said in ((f"{HERE}/use", {"templates": [other]}), (f"{HERE}/end", {"template": mine})):
            assert site.ask(who, "POST", path, json=said).status_code == 403, (who, path)
        assert (
            "由卫健委经办人、负责人（为本机关）、系统管理员（为所在主管部门）办理"
            in send(site, who, "再一版").json()["detail"]
        )
    assert editions(site)[-2:] == [(2, "waiting"), (1, "in_force")]


def test_what_cannot_be_put_in_force_or_ended_is_refused_with_the_reason(site: Site) -> None:
    put_in_force(site, "第一版")
    (first,) = ids(site, "in_force")
    again = site.ask("office", "POST", f"{HERE}/use", json={"templates": [first]})
    assert (again.status_code, "已在使用" in again.json()["detail"]) == (409, True)
    end(site, "office", first)
    ended = end(site, "office", first)
    assert (ended.status_code, "没有在使用" in ended.json()["detail"]) == (409, True)
    used = site.ask("office", "POST", f"{HERE}/use", json={"templates": [first]})
    assert "已经停用，请重新上传" in used.json()["detail"]
    for path in (f"{HERE}/999/file", f"{HERE}/999/preview"):
        assert site.ask("office", "GET", path).status_code == 404
    assert end(site, "office", 999).status_code == 404


def test_the_record_says_who_did_what_and_every_edition_is_sealed(site: Site) -> None:
    put_in_force(site, "第一版", "supervision_letter", "circular")
    end(site, "leader", ids(site, "in_force")[0])
    found = site.get("admin", "/api/organisation/changes")["items"][:3]
    assert [one["label"] for one in found] == ["恢复随附模板", "启用文书模板", "上传文书模板"]
    assert "督办函 第1版、通报 第1版" in str(found)
    with site.world.store.asking() as connection:
        assert list(broken_lines(connection)) == []
        assert list(differing_rows(connection)) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE paper_template SET name = 'x'",
        "UPDATE paper_template SET begun_at = now()",
        "UPDATE paper_template SET file_hash = (SELECT min(hash) FROM paper_file WHERE hash <> file_hash)",
        "UPDATE paper SET template_id = NULL",
        "DELETE FROM paper_template",
    ],
)
def test_nobody_changes_an_edition_past_the_rules(statement: str, site: Site) -> None:
    put_in_force(site, "第一版")
    ref = overdue(site)
    site.press("leader", ref, "sign_measure")
    with pytest.raises(DBAPIError), administrator(site.world.store.engine).begin() as connection:
        connection.execute(text(statement))


def test_a_changed_file_or_edition_is_told_by_verification(site: Site) -> None:
    put_in_force(site, "第一版")
    assert list(damaged_templates(site.world.store)) == []
    assert list(damaged_papers(site.world.store)) == []
    with administrator(site.world.store.engine).begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # past every trigger
        connection.execute(text("UPDATE paper_file SET body = body || '\\x00'"))
    assert list(damaged_templates(site.world.store)) == ["文书模板 督办函 第1版：文件缺失，或与上传时不符"]


def test_the_same_upload_sent_twice_is_one(site: Site) -> None:
    for _ in range(2):
        answer = site.ask(
            "office",
            "POST",
            HERE,
            files={"file": ("a.docx", own("甲"))},
            data={"kinds": ["circular"]},
            headers={"Idempotency-Key": "once"},
        )
        assert answer.status_code == 201
    assert editions(site, "circular") == [(1, "waiting")]

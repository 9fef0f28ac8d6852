"""A Word template is taken when it can only show a paper; what must be changed in it is told with its place."""

import hashlib
from collections.abc import Callable
from datetime import date

import pytest

from domain.darkroom import fill
from domain.errors import WrongInput
from domain.papers.content import Content
from domain.papers.placeholders import WORDS, example, placeholders_of, shipped_template
from tests.docx import DOCUMENT, END, RELS, TYPES, changed, packed, paragraph, parts_of, text_of

KIND, BODY = "supervision_letter", "示例县卫生健康委员会"
NUMBER = '{{ 文号 or "（签发时编号）" }}'
RELATION = (
    '<Relationship Id="rX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
    ' Target="{target}"{more}/></Relationships>'
)


def tried(template: bytes, content: Content | None = None) -> bytes:
    return fill(template, *placeholders_of(content or example(KIND, BODY)), is_new=True).body


def refusal(template: bytes) -> str:
    with pytest.raises(WrongInput) as refused:
        tried(template)
    assert refused.value.field == "file"
    assert refused.value.detail.endswith("。")
    return refused.value.detail


def more(text: str) -> bytes:
    """The shipped template with a paragraph at its end."""
    return changed(("<w:sectPr ", paragraph(text) + "<w:sectPr "))


def relation(kind: str, target: str, mode: str = "") -> bytes:
    told = RELATION.format(kind=kind, target=target, more=f' TargetMode="{mode}"' if mode else "")
    return changed(("</Relationships>", told), part=RELS)


def field_of(code: str) -> bytes:
    half = len(code) // 2
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:half], code[half:]))
    run = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    return changed(("<w:sectPr ", f"<w:p>{run.format('begin')}{pieces}{run.format('end')}</w:p><w:sectPr "))


def added(name: str, body: bytes) -> bytes:
    return packed(parts_of(shipped_template(1)) | {name: body})


def typed(kind: str) -> bytes:
    """The shipped template under another type."""
    plain = "openxmlformats-officedocument.wordprocessingml.document.main"
    return changed((plain, kind), part=TYPES)


def laughing() -> bytes:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    body = f'<!DOCTYPE a [<!ENTITY e0 "ha">{entities}]><a>&e11;</a>'
    return added("word/settings2.xml", body.encode())


EVIL = "https://evil.example/x"
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 99
OLE = b"\xd0\xcf\x11\xe0" + b"\0" * 600
HOSTILE: dict[str, Callable[[], bytes]] = {
    "另存为不含宏": lambda: typed("ms-word.document.macroEnabled.main"),
    "含有宏": lambda: relation("vbaProject", "vbaProject.bin"),
    "指向外部的链接（https://evil.example/x）": lambda: relation("hyperlink", EVIL, "External"),
    "指向外部的链接（\\\\evil\\share\\a.png）": lambda: relation(
        "image", "\\\\evil\\share\\a.png", "External"
    ),
    "关联的模板文件": lambda: relation("attachedTemplate", "file:///C:/a.dotm", "External"),
    "嵌入的对象": lambda: relation("oleObject", "embeddings/oleObject1.bin"),
    "插入的其他文件": lambda: relation("aFChunk", "other.html"),
    "控件": lambda: relation("control", "activeX/activeX1.xml"),
    "夹带“word/embeddings/a.exe”": lambda: added("word/embeddings/a.exe", b"MZ"),
    "展开后太大": lambda: added("word/media/a.png", b"\0" * 40_000_000),
    "域“DDEAUTO c:\\cmd.exe”": lambda: field_of("DDEAUTO c:\\cmd.exe"),
    "域“INCLUDETEXT https://evil.example/x”": lambda: field_of(f"INCLUDETEXT {EVIL}"),
    "settings2.xml”已损坏": laughing,
    "结构不正常": lambda: added("word/settings2.xml", b"<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>"),
    "打开密码": lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
    "旧版 Word": lambda: OLE,
    "不是 Word 文档": lambda: b"%PDF-1.7 x",
    "这是压缩包": lambda: packed({"a.txt": b"a"}),
    "不完整或已损坏": lambda: shipped_template(1)[:9000],
    "打不开，请换成 PNG": lambda: added("word/media/a.png", PNG),
    "模板（.dotx）": lambda: typed("openxmlformats-officedocument.wordprocessingml.template.main"),
    "修订": lambda: changed(("<w:sectPr ", '<w:p><w:ins w:id="1"/></w:p><w:sectPr ')),
    "系统只填正文": lambda: added("docProps/custom.xml", b"<a>{{ x }}</a>"),
}


@pytest.mark.parametrize("said", HOSTILE)
def test_a_hostile_file_is_refused_in_one_clear_sentence(said: str) -> None:
    detail = refusal(HOSTILE[said]())
    assert said in detail
    assert detail.count("。") == 1


MISTAKEN = {
    "{{ 成文日 }}": "“编号：{{ 成文日 }}”：没有“成文日”这一项，是否应为“成文日期”",
    "{{ title }}": "没有“title”这一项",
    "{{ 正文 }}": "“正文”有多项，请逐项列出",
    "{{ 标题": "花括号、引号没有成对",
    "{% if 抄送 %}": "没有用 {%p endfor %}、{%p endif %} 收尾",
    "｛｛ 标题 ｝｝": "全角花括号",
    "{{r 标题 }}": "不支持“{{r”",
    "{{ 标题.__class__ }}": "不支持这种写法",
    "{{ 标题|attr('x') }}": "不支持这种写法",
    "{{ cycler.__init__.__globals__ }}": "不支持这种写法",
    "{{ range(9) }}": "不支持这种写法",
    "{{ 9 ** 9 ** 9 }}": "不支持这种写法",
    "{% set a = 1 %}": "不支持这种写法",
    "{% include 'a' %}": "不支持这种写法",
    "{% for a in 正文 %}{% for b in 正文 %}{{ b }}{% endfor %}{% endfor %}": "循环里不能再套循环",
    "{% for a in range(99) %}{{ a }}{% endfor %}": "可以逐项列出",
    "{% for 标题 in 正文 %}{% endfor %}": "换成一个没有用过的名字",
    "{% for a in 基本情况 %}{{ a }}{% endfor %}": "请写 {{ a.名称 }} 或 {{ a.内容 }}",
    "{% for a in 正文 if a %}{{ a }}{% endfor %}": "循环不能带条件",
    "{% raw %}{{ 标题 }}{% endraw %}": "没有被填写",
    "{% cellbg 标题 %}": "没有成对",
}


@pytest.mark.parametrize("written", MISTAKEN)
def test_a_mistake_is_named_with_its_paragraph(written: str) -> None:
    escaped = written.replace("<", "&lt;")
    detail = refusal(more(f"编号：{escaped}"))
    assert MISTAKEN[written] in detail
    if "没有被填写" not in detail:
        assert "正文第 " in detail
        assert "“编号：" in detail


def test_a_mistake_is_named_with_its_cell_and_its_header() -> None:
    detail = refusal(changed(("{{ 项.内容 }}", "{{ 项.说明 }}"), ("{{ 主送 }}", "{{ 主宋 }}")))
    assert "1、正文第 4 段“{{ 主宋 }}：”：没有“主宋”这一项" in detail
    assert "2、正文第 1 个表格第 3 行第 2 格“{{ 项.说明 }}”：不支持这种写法" in detail
    foot = refusal(changed(("</w:ftr>", paragraph("{{ 页数 }}") + "</w:ftr>"), part="word/footer1.xml"))
    assert "页脚第 2 段“{{ 页数 }}”：没有“页数”这一项" in foot


def test_what_is_cut_into_pieces_by_word_is_read_whole() -> None:
    cut = '{{</w:t></w:r><w:proofErr w:type="spellStart"/><w:r><w:rPr><w:b/></w:rPr><w:t> 标</w:t></w:r><w:r><w:t>题 }}'
    assert "疏散走道一般事故隐患限期整改的函" in text_of(tried(changed(("{{ 标题 }}", cut))))


@pytest.mark.parametrize("name", [name for name, word in WORDS.items() if word["required"]])
def test_what_every_paper_must_say_cannot_be_left_out(name: str) -> None:
    written = {"文号": NUMBER, "成文日期": '{{ 成文日期 or "（签发日期）" }}', "正文": "{{ 段 }}"}.get(
        name, f"{{{{ {name} }}}}"
    )
    detail = refusal(changed((written, "略")))
    assert f"{{{{ {name} }}}}" in detail


def test_what_stands_in_a_condition_that_hides_it_is_not_there() -> None:
    hidden = "{%p if not 标题 %}</w:t></w:r></w:p>" + paragraph("{{ 标题 }}") + "<w:p><w:r><w:t>{%p endif %}"
    assert "{{ 标题 }}套用后没有全部显示出来" in refusal(changed(("{{ 标题 }}", hidden)))


def test_a_loop_that_breaks_the_page_is_refused() -> None:
    torn = changed(
        ("<w:sectPr ", paragraph("甲{%p for a in 抄送 %}").replace("</w:p>", "") + "</w:p>" + "<w:sectPr ")
    )
    assert "模板" in refusal(torn)


def test_what_an_attribute_hides_is_read_too() -> None:
    hidden = changed(
        ("<w:sectPr ", '<w:p w:rsidR="{{ cycler.__init__ }}"><w:r><w:t>甲</w:t></w:r></w:p><w:sectPr ')
    )
    assert "不支持这种写法" in refusal(hidden)


def test_a_red_head_of_its_own_is_taken_and_shows_the_paper() -> None:
    own = changed(("{{ 发文机关 }}", "示例县卫生健康委员会文件"), (NUMBER, "{{ 文号 }}"))
    filled = fill(own, *placeholders_of(example(KIND, BODY)), is_new=True)
    words = text_of(filled.body)
    assert "示例县卫生健康委员会文件" in words
    assert "抄送：示例县安委办，示例县消防救援大队。" in words
    assert "核验码" in words
    assert "签发人" in filled.used


def test_a_draft_says_that_it_is_none() -> None:
    draft = example(KIND, BODY).model_copy(update={"number": "", "signer": "", "signed_on": None})
    words = text_of(fill(shipped_template(1), *placeholders_of(draft), is_new=False).body)
    assert "（签发时编号）" in words
    assert "本件为草稿，未签发，不具效力。" in words


def test_what_people_typed_is_text_in_a_template_too() -> None:
    hostile = "# *粗* {{ 7*7 }} {% for a in b %} <w:p/> &amp; {_{ x }_}"
    said = example(KIND, BODY).model_copy(update={"paragraphs": (hostile,)})
    words = text_of(fill(shipped_template(1), *placeholders_of(said), is_new=False).body)
    assert "49" not in words
    assert "{{ 7*7 }}" in words


def test_the_same_paper_is_the_same_file_and_carries_nobody_elses_name() -> None:
    core = "docProps/core.xml"
    named = changed(("<dc:creator>", "<dc:creator>某某"), part=core)
    first, again = tried(named), tried(named)
    assert hashlib.sha256(first).digest() == hashlib.sha256(again).digest()
    assert "某某" not in parts_of(first)[core].decode()
    assert tried(named, example(KIND, BODY).model_copy(update={"signed_on": date(2026, 3, 7)})) != first


def test_the_layout_of_the_first_edition_stays() -> None:
    """A library that lays the same paper out otherwise would change what was signed: look before this is renewed."""
    parts = parts_of(tried(shipped_template(1)))
    assert hashlib.sha256(parts[DOCUMENT]).hexdigest()[:16] == "2c3737a9081477f9"
    assert END in parts[DOCUMENT].decode()

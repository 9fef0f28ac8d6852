"""The placeholders of Word templates: what an office may write between {{ }}, and what stands for each in a paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from domain.papers.content import Content, check_code, said_on_paper

SHIPPED = Path(__file__).parent
A_DRAFT = "本件为草稿，未签发，不具效力。"


@dataclass(frozen=True)
class Placeholder:
    """One of them: its name, what it is, whether it is a text, lines or pairs, and whether a template must show it."""

    name: str
    about: str
    form: str = "text"
    required: bool = False


PLACEHOLDERS = (
    Placeholder("发文机关", "签发的单位；模板里可以直接写成红头文字"),
    Placeholder("文号", "签发时编号；草稿没有", required=True),
    Placeholder("标题", "关于……的督办函", required=True),
    Placeholder("主送", "受文单位，后面自己加冒号", required=True),
    Placeholder("正文", "若干段，逐段列出", "lines", required=True),
    Placeholder("结语", "特此函告。等；没有时空着"),
    Placeholder("成文日期", "签发当日，如 2026年3月6日；草稿没有", required=True),
    Placeholder("签发人", "签发的负责人；草稿没有"),
    Placeholder("联系人", "姓名和电话"),
    Placeholder("基本情况", "隐患编号、部位、级别、期限等，一项一行", "pairs"),
    Placeholder("抄送", "若干单位", "lines"),
    Placeholder("核验说明", "核验码和核验办法；草稿写明不具效力", required=True),
)
WORDS = {one.name: {"form": one.form, "required": one.required} for one in PLACEHOLDERS}


def shown_of(content: Content) -> dict[str, Any]:
    """What stands for each placeholder in a paper."""
    signed = content.signed_on
    foot = f"核验码 {check_code(content.hash())}，可在签发单位的隐患治理系统“文书核验”页（/check）核对。"
    return {
        "发文机关": content.body,
        "文号": content.number,
        "标题": content.title,
        "主送": content.to,
        "正文": list(content.paragraphs),
        "结语": content.closing,
        "成文日期": said_on_paper(signed) if signed else "",
        "签发人": content.signer,
        "联系人": content.contact,
        "基本情况": [{"名称": label, "内容": value} for label, value in content.facts],
        "抄送": list(content.cc),
        "核验说明": foot if signed else A_DRAFT,
    }


def not_shown(used: frozenset[str]) -> tuple[str, ...]:
    """The placeholders that a template leaves out, so that papers made with it do not say them."""
    return tuple(one.name for one in PLACEHOLDERS if one.name not in used)


def shipped_template(edition: int) -> bytes:
    """The template that comes with the system; that of an edition stays as it is."""
    return (SHIPPED / f"letter_{edition}.docx").read_bytes()


def example(kind: str, body: str) -> Content:
    """An invented paper of a kind, on which a template is tried."""
    return Content(
        ref="EXAMPLE",
        kind=kind,
        title="关于示例医院门诊楼三层疏散走道一般事故隐患限期整改的函（示例）",
        body=body,
        number="示例〔2026〕1号",
        to="示例医院",
        paragraphs=(
            "经查，你单位门诊楼三层疏散走道存在一般事故隐患：走道堆放病床3张（隐患编号：示例-2026-00001）。",
            "一、整改要求：清空走道，恢复常闭式防火门。",
            "二、请于收到之日起5个工作日内书面反馈。",
        ),
        facts=(("隐患编号", "示例-2026-00001"), ("单位", "示例医院"), ("部位", "门诊楼三层疏散走道")),
        closing="特此函告。",
        signer="示例签发人",
        signed_on=date(2026, 3, 6),
        cc=("示例县安委办", "示例县消防救援大队"),
        contact="示例联系人 000-00000000",
    )


def placeholders_of(content: Content) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """The placeholders there are, and what stands for them in a paper, as `domain.darkroom.fill` takes them."""
    return WORDS, shown_of(content)

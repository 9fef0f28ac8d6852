"""What is recorded of a unit beside its name (一院一档): its kind, licences, address, size, who stands for it by law.

Facts only: each is known or not yet recorded (None). Buildings, equipment and dangerous goods have registers of their
own; they are to hang on the unit the same way, as rows that name it.
"""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from domain.fields import WRITTEN_PLAINLY, PersonName, Plain, ShortText
from domain.word import Word

CODE_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
"""The 31 signs of a 统一社会信用代码: no I, O, S, V, Z (GB 32100-2015)."""
CODE_LENGTH = 18


class UnitType(Word):
    """单位类别, as the notices address them."""

    COUNTY_HOSPITAL = "county_hospital", "县级公立医院"
    TOWNSHIP = "township", "乡镇卫生院"
    COMMUNITY = "community", "社区卫生服务中心"
    PRIVATE_HOSPITAL = "private_hospital", "民营医院"
    CLINIC = "clinic", "诊所"
    PUBLIC_HEALTH = "public_health", "公共卫生机构"
    EMERGENCY = "emergency", "急救机构"
    CARE = "care", "医养结合机构"
    NURSERY = "nursery", "托育机构"
    OTHER = "other", "其他"


def credit_code_sign(first: str) -> str:
    """The last sign of a 统一社会信用代码, out of the seventeen before it (GB 32100-2015)."""
    total = sum(CODE_SIGNS.index(sign) * pow(3, n, 31) for n, sign in enumerate(first))
    return CODE_SIGNS[-total % 31]


def _is_a_credit_code(text: str) -> str:
    if len(text) != CODE_LENGTH or set(text) - set(CODE_SIGNS):
        msg = f"应为 {CODE_LENGTH} 位数字和大写字母（不含 I、O、S、V、Z），请照证书填写"
        raise ValueError(msg)
    if credit_code_sign(text[:-1]) != text[-1]:
        msg = "校验位不符，请照证书逐位核对"
        raise ValueError(msg)
    return text


def _cleared(value: object) -> object:
    """An empty text clears a fact, as null does."""
    return None if value == "" else value


_clears = BeforeValidator(_cleared)
CreditCode = Annotated[
    Plain,
    StringConstraints(strip_whitespace=True, to_upper=True, max_length=40),
    AfterValidator(_is_a_credit_code),
]
LicenceNumber = Annotated[ShortText, Field(max_length=60)]
Count = Annotated[int, Field(ge=0, le=100_000), WRITTEN_PLAINLY]


class Facts(BaseModel):
    """The facts of a unit; None is not recorded."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    unit_type: Annotated[UnitType | None, Field(title="单位类别"), _clears] = None
    credit_code: Annotated[CreditCode | None, Field(title="统一社会信用代码"), _clears] = None
    licence_number: Annotated[LicenceNumber | None, Field(title="执业（备案）证号"), _clears] = None
    address: Annotated[ShortText | None, Field(title="地址"), _clears] = None
    legal_representative: Annotated[PersonName | None, Field(title="法定代表人"), _clears] = None
    staff_count: Annotated[Count | None, Field(title="职工人数"), _clears] = None
    beds: Annotated[Count | None, Field(title="床位数"), _clears] = None
    high_rise: Annotated[bool | None, Field(title="有高层建筑"), _clears] = None
    fire_key: Annotated[bool | None, Field(title="消防安全重点单位"), _clears] = None

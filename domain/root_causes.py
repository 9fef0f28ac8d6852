"""产生原因 (root cause): why a hazard could come to be, chosen where it is worth knowing; with what keeps it away."""

from domain.word import Word


class RootCause(Word):
    """Why a hazard came to be (16号令 14: 产生原因; the list is our default, local policy may say it in words)."""

    RULES = "rules", "制度不健全"
    DUTY = "duty", "责任不落实"
    TRAINING = "training", "培训教育不到位"
    INSPECTION = "inspection", "检查维护不到位"
    MISCONDUCT = "misconduct", "违规操作、违章行为"
    MONEY = "money", "投入不足"
    EQUIPMENT = "equipment", "设备设施老化、故障"
    BUILDING = "building", "建筑、场所条件不足"
    CONTRACTOR = "contractor", "外包、外部单位管理不到位"
    OTHER = "other", "其他"

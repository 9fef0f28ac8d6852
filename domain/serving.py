"""How a task or a paper reached somebody (送达方式)."""

from domain.word import Word


class ServedBy(Word):
    """How a task or paper reached somebody who has no hands free."""

    IN_PERSON = "in_person", "当面送达"
    PHONE = "phone", "电话送达"
    LEFT = "left", "留置送达"


class PaperServedBy(Word):
    """How a paper was served (送达方式); by a press of its receiver in the system it is 电子送达."""

    IN_PERSON = "in_person", "直接送达"
    LEFT = "left", "留置送达"
    MAIL = "mail", "邮寄送达"
    ELECTRONIC = "electronic", "电子送达"

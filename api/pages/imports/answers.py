"""What somebody answered on the page of an import, read from the names of its fields."""

from collections.abc import Mapping

from domain.errors import WrongInput

ANSWER, FOR_ALL = "answer:", "all:"


def answers_in(typed: Mapping[str, list[str]]) -> dict[str, str]:
    """Question -> what was chosen or typed; nothing for those left open."""
    said = {
        name.removeprefix(ANSWER): next((text.strip() for text in texts if text.strip()), "")
        for name, texts in typed.items()
        if name.startswith(ANSWER)
    }
    return {key: text for key, text in said.items() if text}


def answers_for_all(typed: Mapping[str, list[str]], answers: dict[str, str]) -> dict[str, str]:
    """What was chosen for all of a kind: at one question of it, or at several alike; raises WrongInput."""
    found: dict[str, str] = {}
    for name, keys in typed.items():
        for key in keys if name.startswith(FOR_ALL) else ():
            kind = f"{name.removeprefix(FOR_ALL)}:*"
            if key not in answers:
                raise WrongInput(
                    "选了“都这样办”的这一项还没有选怎样办，请补选，或去掉“都这样办”。", field=key
                )
            if found.setdefault(kind, answers[key]) != answers[key]:
                raise WrongInput("同类中有两项都选了“都这样办”，怎样办却不同，请只留一项。", field=key)
    return found

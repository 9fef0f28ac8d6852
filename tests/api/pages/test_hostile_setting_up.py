"""Hostile words in every form that is no act on a hazard: organisation, channels, services, points, one's own page.

The forms are found by walking, so that a new one is met without being named here.
"""

import re
from collections.abc import Iterator
from itertools import count, cycle, islice

import pytest

from api.organisation_acts import PERSON_ACTS, UNIT_ACTS
from domain.channels.kinds import ChannelKind
from tests.api.pages.browser import Browser, Form, form_of, forms_on
from tests.api.pages.test_hostile import FILES, SCRIPT, TEXTS, kept
from tests.api.pages.tour import kind_of, walk

EVERYWHERE = {**TEXTS, "bidi": "\u202e\u2066走\u2069道\u200f", "many lines": "走\n\n道\u2028下一行"}
"""In every field at once; `long` comes first, so that each form is met as it was shown."""
ALONE = (SCRIPT, "走\x00道", "\u3164\u2800\u200e", "99999999999999999999")
"""In one field among good ones: a script, what no table keeps, what nobody sees, what no number holds."""
WALKERS = ("admin", "office", "officer1", "nurse1")
ROBOT = "https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef"
STARTS = ["/me", "/organisation", "/organisation?unit=001", "/channels", "/points", "/sign-in-services", "/"]
STARTS += [f"/organisation/people/fixer1/{act}?login=fixer1" for act in PERSON_ACTS]
STARTS += [f"/organisation/units/001-01/{act}" for act in UNIT_ACTS]
STARTS += ["/organisation/new/person?unit=001-01", "/organisation/new/unit?parent=001&unit_kind=department"]
STARTS += [f"/channels/new/{kind}" for kind in ChannelKind]
MOST_IN_A_FORM = 100_000
"""Letters typed in all: more than a form may carry is refused whole before it is read."""
AT_A_TIME = 3
"""Words, beside the long one, that the usual run types everywhere in one form."""
LEFT_OUT = {"/sign-out", "/me/care", "/me/password"}
"""They end the walk, or count wrong passwords: `tests/signing_in` attacks those."""
REASON = re.compile(r'class="error"|<div class="message">|class="refusal" role="alert">\s*<p>(?!请核对)')
OF_A_PRESS = {200, 303, 403, 404, 409, 422, 429}
GOOD = {
    "phone": "000-0000-0001",
    "email": "name@example.cn",
    "successor": "nurse1",
    "delegate": "dept1",
    "until": "2026-12-01",
    "since": "2026-11-20",
    "staff_count": "30",
    "beds": "20",
    "base_url": "https://oa.example.cn",
    "mode": "starttls",
    "subject": "userid",
    "fields": "thing=hazard",
}
number = count(1)


@pytest.fixture
def furnished(browser: Browser) -> Browser:
    """A channel, a service and a point stand, so that their own pages can be walked to."""
    service = {"kind": "wecom", "name": "企业微信", "client_id": "ww0", "secret": "s" * 32, "agent_id": "1"}
    for who, path, said in (
        ("admin", "/api/channels/paste", {"address": ROBOT}),
        ("officer1", "/api/points", {"unit": "001-01", "places": ["配电间"]}),
        ("admin", "/api/sign-in-services", service),
    ):
        answer = browser.site.ask(who, "POST", path, json=said)
        assert answer.status_code in (200, 201), answer.text
    return browser


def every_form(browser: Browser) -> list[tuple[str, Form]]:
    """(who, the form): one of each kind, by the first who is shown it."""
    found: dict[str, tuple[str, Form]] = {}
    for who in WALKERS:
        browser.sign_in(who)
        for seen in walk(browser.client.get, who, STARTS, set()):
            if not seen.is_page or not seen.answer.text.startswith("<!doctype"):
                continue
            for form in forms_on(seen.answer.text):
                kind = kind_of(form.action)
                if form.method == "post" and kind not in LEFT_OUT and not kind.startswith("/h/"):
                    found.setdefault(name_of(form), (who, form))
    return list(found.values())


def name_of(form: Form) -> str:
    """What tells one form from another: its route, or the whole address where that says what is to be done."""
    kind = kind_of(form.action)
    return form.action if any(part in kind for part in ("{act", "{what}", "{kind}")) else kind


def typed_in(form: Form) -> list[str]:
    """The fields into which a person types."""
    return [name for name in form.fields if name not in form.choices and name not in form.hidden]


def good(form: Form, name: str) -> str:
    """What a person without malice would type there."""
    if name == "address":
        return ROBOT if form.action.endswith("paste") else f"address-{next(number)}"
    return form.fields[name][0] or GOOD.get(name, "") or f"a{next(number)}"


def wrongs(browser: Browser, form: Form, said: str, fields: list[str]) -> Iterator[str]:
    """Type the words into these fields; what is refused says so at a field or above the form, and keeps them."""
    typed = {name: said if name in fields else good(form, name) for name in typed_in(form)}
    chosen = {name: [next(filter(None, options), "")] for name, options in form.choices.items()}
    hidden = {name: said for name in fields if name in form.hidden}
    answer = browser.post(form, **{**chosen, **typed, **hidden})
    shown = answer.text
    if answer.status_code == 303:
        shown = browser.client.get(answer.headers["location"]).text
    elif answer.status_code not in OF_A_PRESS:
        yield str(answer.status_code)
    elif answer.status_code in (409, 422):
        if not REASON.search(shown):
            yield "no reason is told"
        asked_back = {
            name: words.replace("\x00", "") for name, words in typed.items() if name not in form.secret
        }
        lost = [name for name, words in asked_back.items() if not kept(shown, words)]
        if lost and not hidden:
            yield f"lost: {lost}"
    if "<script>pwned" in shown or "<img src=x" in shown or "x-injected" in answer.headers:
        yield "the words are at work"


def presses(found: list[tuple[str, Form]], *, each: bool) -> Iterator[tuple[str, Form, str, list[str]]]:
    """(who, form, words, fields) of every press: everywhere at once, alone, in what a form carries unseen.

    `each`: all words stand in each form and alone in each field, instead of some of them, one after the other.
    """
    alone = cycle(ALONE)
    unseen = cycle((SCRIPT, "99999999999999999999", "走\x00道"))
    writable = [(who, form) for who, form in found if typed_in(form)]
    long, *others = EVERYWHERE.values()
    in_turn = cycle(others)
    for who, form in writable:
        for said in (long, *(others if each else islice(in_turn, AT_A_TIME))):
            yield who, form, said[: MOST_IN_A_FORM // len(typed_in(form))], typed_in(form)
    for who, form in found:
        for name in typed_in(form):
            for said in ALONE if each else (next(alone),):
                yield who, form, said, [name]
    for who, form in found:
        for name in sorted(form.hidden - {"_csrf"}):
            yield who, form, next(unseen), [name]


@pytest.mark.parametrize("each", [False, pytest.param(True, marks=pytest.mark.exhaustive)])
def test_hostile_words_do_nothing_anywhere_and_are_not_lost(furnished: Browser, *, each: bool) -> None:
    found = every_form(furnished)
    assert len(found) > 50
    assert sum(bool(typed_in(form)) for _, form in found) > 30
    failed = []
    for who, form, said, fields in presses(found, each=each):
        furnished.sign_in(who)
        failed += [
            f"{form.action} {fields} {said[:12]!r}: {w}" for w in wrongs(furnished, form, said, fields)
        ]
    assert not failed, "\n".join(failed)


def test_hostile_files_are_no_photos_of_a_report(browser: Browser) -> None:
    browser.sign_in("nurse1")
    form = form_of(browser.read("/report"), "/report")
    for file in FILES.values():
        said = {"place": "住院楼5层", "description": "走道堆放病床", "category": "01", "unit": "001-01"}
        answer = browser.post(form, [("photos", file)], **said)
        assert answer.status_code == 422, file[0]
        assert kept(answer.text, said["place"])
        assert kept(answer.text, said["description"])
        assert 'id="e-photos"' in answer.text

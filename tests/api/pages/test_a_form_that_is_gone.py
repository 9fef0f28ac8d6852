"""A form whose page shows it no more when it is sent: why it was refused is said all the same."""

from tests.api.pages.browser import Browser, form_of


def test_a_form_that_is_gone_from_its_page_says_why_it_was_refused(browser: Browser) -> None:
    """Its page was open while what it acted on went: the last way to sign in was closed, the last item taken."""
    browser.sign_in("nurse1")
    csrf = form_of(browser.read("/me/second-factor"), "/me/second-factor").fields["_csrf"]
    for path in ("/me/bindings/code", "/me/second-factor/confirm", "/me/security/confirm"):
        answer = browser.client.post(path, data={"_csrf": csrf, "code": "123456"})
        assert answer.status_code in (409, 422), (path, answer.status_code)
        assert 'class="refusal" role="alert"' in answer.text, path

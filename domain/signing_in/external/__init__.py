"""Signing in from inside DingTalk and WeCom, or with any OIDC service: a tapped link lands signed in.

Reading order: kinds (what an office fills in), services (rows), flow (what a browser carries there and back), asking
(requests to a service), apps, oidc (who is it?), bindings (whose account is it?), arriving (the whole).
"""

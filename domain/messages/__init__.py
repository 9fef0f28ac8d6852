"""Messages as pure text, the same whether a channel sends them or a page shows them.

Not in `notifications`, because the list in the app and the preview of all messages show them too, and the web may not
import that. Reading order: texts (templates), wording (dates, cuts), facts (one notice), writing (one function a kind),
rendering (subject, text, card, digest).
"""

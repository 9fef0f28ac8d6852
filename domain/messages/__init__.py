"""The words people read, as pure text: the same whether a messenger carries them or a page shows them.

Here and not with the messengers, because the list in the app and the preview of all messages show them too.
Reading order: texts (the templates), wording, facts, writing (one function a message), whole.
"""

"""Delivery: owed notices become attempts, attempts are claimed, sent and marked. No hazard is ever locked.

Reading order: passes (the whole of it), gather_window, recipients, planning, claims, letters, lanes, budget, marks,
falling_back, receipts.
"""

from notifications.delivery.passes import Delivered, deliver
from notifications.delivery.receipts import ask_receipts
from notifications.delivery.tokens import SealedTokens

__all__ = ["Delivered", "SealedTokens", "ask_receipts", "deliver"]

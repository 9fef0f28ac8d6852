"""Delivery: owed notices become attempts, attempts are claimed, sent and marked. No hazard is ever locked.

Reading order: passes (the whole of it), planning, claims, letters, marks, reads.
"""

from notifications.delivery.passes import Delivered, deliver
from notifications.delivery.reads import FailedDelivery, failed_deliveries, waiting_notices

__all__ = ["Delivered", "FailedDelivery", "deliver", "failed_deliveries", "waiting_notices"]

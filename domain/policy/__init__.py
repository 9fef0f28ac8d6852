"""Policy is data: days, waits, the ladder, listing mode, extension rules. Checked at load, frozen on each hazard."""

from domain.policy.load import load_policy, policy_from_body
from domain.policy.model import Policy

__all__ = ["Policy", "load_policy", "policy_from_body"]

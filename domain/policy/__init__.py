"""Policy is data: days, waits, the ladder, listing mode, extension rules. Checked at load, frozen on each hazard."""

from domain.policy.load import load_policy, policy_from_body
from domain.policy.model import Policy
from domain.policy.words import in_words

__all__ = ["Policy", "in_words", "load_policy", "policy_from_body"]

"""Policy is data: days, waits, the ladder, listing mode, extension rules. Checked at load, frozen on each hazard."""

from domain.policy.load import digest_of_body, frozen_policy, load_policy, policy_from_body
from domain.policy.model import Policy
from domain.policy.words import in_words

__all__ = ["Policy", "digest_of_body", "frozen_policy", "in_words", "load_policy", "policy_from_body"]

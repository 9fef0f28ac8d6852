"""Units, people, posts and delegations, as every rule reads them."""

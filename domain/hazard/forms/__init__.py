"""Forms to be printed about a hazard (domain facts 5.11, 5.14; 16号令 15), filled in as far as the ledger goes."""

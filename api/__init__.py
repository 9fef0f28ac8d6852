"""How people and machines reach the service over HTTP."""

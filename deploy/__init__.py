"""How the service is started, upgraded, checked and watched; it may import everything."""

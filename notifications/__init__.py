"""How a person is told: messages, addresses, channels and their attempts."""

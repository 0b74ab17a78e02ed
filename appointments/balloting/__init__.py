"""Elections inside a council, read: what was recorded, what follows, and what comes next."""

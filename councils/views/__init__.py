"""Pages about councils and people."""

"""The HTTP service and its page; one file per group of routes."""

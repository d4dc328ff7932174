"""The assistant: its core and its doors."""

"""From files to knowledge."""

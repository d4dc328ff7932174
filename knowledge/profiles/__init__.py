"""Profiles among each other: what one inherits, its versions, and what an own one keeps of a published one."""

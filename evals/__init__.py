"""Is it good, did it get better."""

"""Records that are declared: which pages of a source are courses or profiles, and where in them each field stands."""

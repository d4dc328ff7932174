"""What changed between two generations, in the things that people plan by: courses, profiles, sources."""

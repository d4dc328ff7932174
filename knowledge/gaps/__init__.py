"""What a team lacks against its profiles, and the courses that fill it: pure functions over a snapshot and a team."""

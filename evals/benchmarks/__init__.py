"""Measurements against others and against earlier states; run by hand."""

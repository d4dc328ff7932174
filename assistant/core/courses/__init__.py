"""Reads wishes for courses: whether it is courses that are asked for, and what narrows the search."""

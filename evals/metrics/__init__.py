"""One number a file; its file name is its name in reports."""

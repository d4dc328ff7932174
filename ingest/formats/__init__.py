"""One reader per file format, found by the file name: `read(path) -> Extracted`."""

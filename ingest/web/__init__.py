"""Pages of the web as a source: fetched politely into a folder of files, which ingest then reads like any other."""

"""The doors: command line, HTTP, MCP. Nothing imports them."""

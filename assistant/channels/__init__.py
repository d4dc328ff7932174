"""The doors: command line, HTTP. Nothing imports them."""

"""The shapes of what the service takes and gives, with examples, for `/openapi.json` and for clients made from it."""

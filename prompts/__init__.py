"""Every word a user or a model is given."""

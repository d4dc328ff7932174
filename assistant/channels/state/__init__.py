"""What people leave behind between questions: conversations, feedback, keys and the history of ingests.

`store.open_state` opens it, in SQLite or Postgres; `types` and `errors` are all that others need to know of it.
"""

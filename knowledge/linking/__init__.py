"""Which competences a course gives: what it states itself, what its text shows, and what people say of that."""

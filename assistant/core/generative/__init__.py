"""Answers written by a language model: each claim with its quotations, each checked before anybody sees it."""

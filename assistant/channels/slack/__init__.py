"""Fagkompas in Slack: mentions, direct messages, commands, a shortcut and a home; the only package that knows Slack."""

"""Trains the bundled static Danish embedding anew: `python -m knowledge.training --data FOLDER --out FOLDER`.

Needs the extra `train`; nothing here is imported when a question is asked.
"""

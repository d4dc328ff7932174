"""A run of the evals as Markdown for a pull request and as one HTML file for people."""

from evals.reports.markdown import to_markdown
from evals.reports.page import to_html

__all__ = ["to_html", "to_markdown"]

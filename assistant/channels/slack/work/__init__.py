"""What is done with what came from Slack: one module a subject, `works.WORKS` lists them."""

"""What people see in Slack: pure builders from answers and courses to Block Kit, as plain dictionaries."""

"""What a team lacks and the plan that fills it, as every door shows it: JSON with its words, lines, XLSX and PDF."""

"""Reading: files → articles → parses → extraction records."""

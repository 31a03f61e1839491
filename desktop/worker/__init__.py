"""Claims queued jobs and runs them."""

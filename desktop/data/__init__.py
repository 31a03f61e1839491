"""The only room with a pipe to Postgres, and the embedded server."""

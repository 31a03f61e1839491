"""Where image bytes live: one Protocol, one file per store."""

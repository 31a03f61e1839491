"""What a person can ask for, as verbs; no window and no SQL in here."""

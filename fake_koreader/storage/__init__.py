"""A device's disk: files, their handles, crashes, and SQLite on top of it."""

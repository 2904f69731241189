"""What the world sends, read into plain values. No SQL, no Qt."""

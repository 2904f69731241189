"""How it is stored. The only room that knows SQL."""

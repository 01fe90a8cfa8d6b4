"""Who says so? Every attributed claim of a news article."""

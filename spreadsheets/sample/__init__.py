"""A sample province: believable, consistent and without a person in it."""

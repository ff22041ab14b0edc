"""The home page: the only page that looks at every subject."""

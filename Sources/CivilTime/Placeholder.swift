enum PlaceholderCivilTime {}

enum PlaceholderRecurrence {}

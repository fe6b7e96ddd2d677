enum PlaceholderStoreTestKit {}

enum PlaceholderChangeRequests {}

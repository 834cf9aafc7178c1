"""The hub on the screen: its licences, the downloads, the search."""

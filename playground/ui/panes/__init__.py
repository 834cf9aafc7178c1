"""The panes of the full-screen interface."""

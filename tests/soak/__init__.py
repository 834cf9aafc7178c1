"""Uses the product for a long time, and looks whether anything is left behind or lost."""

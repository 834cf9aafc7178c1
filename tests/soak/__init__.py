"""Loads and unloads models over and over, and looks whether anything is left behind."""

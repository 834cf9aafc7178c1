"""A display that keeps slow lines usable: it sends the terminal only the cells that changed."""

from playground.ui.display.application import DifferentialDisplay, obstacle
from playground.ui.display.remains import forget_widgets
from playground.ui.display.screen import LeanScreen

__all__ = ["DifferentialDisplay", "LeanScreen", "forget_widgets", "obstacle"]

"""Model files: reading their headers, and judging before loading whether an engine can run them."""

from playground.services.modelfiles.errors import ModelFileError
from playground.services.modelfiles.preflight import RULES, check
from playground.services.modelfiles.reader import read_header

__all__ = ["RULES", "ModelFileError", "check", "read_header"]

"""Each check of the doctor in surroundings that are really bad."""

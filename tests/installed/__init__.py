"""The wheel as a person has it, apart from this checkout, in surroundings good and bad."""

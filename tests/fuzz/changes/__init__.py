"""Ways to spoil a good input: blindly by bytes, as text, and by what it means."""

"""Kill -9 of a process that writes a session; run as a module, a thousand times."""

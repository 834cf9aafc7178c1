"""What CONTRIBUTING.md says of adding things, done to a copy of the package, and tried there."""

"""Tools of the project's own development; not part of the package."""

"""The version of the package, which everything else reads here."""

__all__ = ["__version__"]

__version__ = "0.1.0"

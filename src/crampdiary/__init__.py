"""A private cramp diary for the command line."""

# A literal: asking importlib.metadata for it costs more time than saving a cramp does.
__version__ = "0.1.0"

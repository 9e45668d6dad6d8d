"""Exports of the diary, and imports of them and of other programs' files."""

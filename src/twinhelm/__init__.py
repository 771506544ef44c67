"""Twinhelm: agency software with two helms."""

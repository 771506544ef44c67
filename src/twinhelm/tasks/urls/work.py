"""Addresses of single tasks: adding, changing, placing, depending, blocking."""

from django.urls import URLPattern

paths: list[URLPattern] = []

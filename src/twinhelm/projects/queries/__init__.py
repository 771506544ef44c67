"""Answers about projects that are not rows to act on."""

from twinhelm.projects.queries.leads import ProjectLeads, leads_of_projects

__all__ = ["ProjectLeads", "leads_of_projects"]

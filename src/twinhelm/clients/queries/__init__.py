"""Answers about clients that are not rows to act on."""

from twinhelm.clients.queries.columns import Cell, adds_column
from twinhelm.clients.queries.leads import Leads, leads_of
from twinhelm.clients.queries.recognising import Known, Recognised, Recogniser, recognise, recogniser

__all__ = ["Cell", "Known", "Leads", "Recognised", "Recogniser", "adds_column", "leads_of", "recognise", "recogniser"]

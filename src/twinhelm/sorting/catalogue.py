"""The fourteen lines that every agency starts with, for sorting without a database."""

from twinhelm.sorting.problem import Line

FOURTEEN = (
    Line("real-time", "CLIENT", "Real-time calls and emails"),
    Line("scheduled", "CLIENT", "Pre-scheduled communication"),
    Line("proactive", "CLIENT", "Proactive communication"),
    Line("business", "CLIENT", "Understanding the business"),
    Line("advocacy", "CLIENT", "Advocating internally"),
    Line("relationship", "CLIENT", "Developing the relationship"),
    Line("assign", "PROJECT", "Assigning tasks"),
    Line("capacity", "PROJECT", "Managing capacity and skills"),
    Line("understanding", "PROJECT", "Making sure it is understood"),
    Line("review", "PROJECT", "Reviewing deliverables"),
    Line("qa", "PROJECT", "Testing and QA"),
    Line("scope", "PROJECT", "Reviewing project scope"),
    Line("content", "PROJECT", "Loading content"),
    Line("settings", "PROJECT", "Configuring settings"),
)

"""The work: tasks, their briefs and whether they are understood, and the time that they take."""

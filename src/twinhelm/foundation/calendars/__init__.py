"""What every reader of calendars needs: the file cut into events, its time zones, which repetitions are laid out. No Django."""

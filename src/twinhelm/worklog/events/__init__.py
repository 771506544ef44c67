"""Facts of the laundry list, in the past tense."""

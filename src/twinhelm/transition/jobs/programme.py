"""Jobs of programmes, waves and what stands in the way of a day."""

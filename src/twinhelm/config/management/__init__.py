"""Console commands of the whole product."""

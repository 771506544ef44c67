"""The shape of what people type about clients."""

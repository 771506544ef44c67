"""What an owner sees of the machinery: jobs, outgoing mail, the trail."""

"""People over the machine: what a review changes, what stands afterwards, and the words that say so. Pure."""

"""Making the shipped scorer: the sets it learns from, the campaign talk that it must not mind, the fit itself."""

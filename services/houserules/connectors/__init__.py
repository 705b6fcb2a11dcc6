"""Connectors carry out actions on a platform: the contract, the rules that all share, and a reference connector."""

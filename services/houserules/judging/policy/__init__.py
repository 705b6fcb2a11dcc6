"""Policies: read strictly from YAML, compiled once into an immutable object with a digest, tested by what they carry."""

from houserules.judging.policy.compiler import load_policy, resolve_policy, shipped_policies, shipped_policy_path
from houserules.judging.policy.model import Policy
from houserules.judging.policy.problems import PolicyError, Problem

__all__ = [
    "Policy",
    "PolicyError",
    "Problem",
    "load_policy",
    "resolve_policy",
    "shipped_policies",
    "shipped_policy_path",
]

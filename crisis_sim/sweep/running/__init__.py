"""Solving the parts of a plan, in processes or on a cluster, and keeping what is finished."""

"""Plays of an equilibrium drawn at random, with their dates."""

from crisis_sim.simulate.plays import Event, Play, Simulation, simulate

__all__ = ["Event", "Play", "Simulation", "simulate"]

"""Plays drawn at random had nothing been said of Turkey."""

import crisis_sim as cs


def picture():
    study = cs.load("cuba-1962-cable").assuming("no talk of Turkey")
    return study.figure("timelines", plays=2000)

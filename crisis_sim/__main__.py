"""``python -m crisis_sim``, where the command ``crisis-sim`` is not on the path."""

from crisis_sim.cli.main import main

main()

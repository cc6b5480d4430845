"""Many points at once: designs, kernels, running, storing, sensitivity."""

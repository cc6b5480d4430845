"""Files that hold a sweep's results, each kind with its writer."""

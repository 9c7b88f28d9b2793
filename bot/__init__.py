"""The running service: settings, command line, networks, worker, clock, web endpoint."""

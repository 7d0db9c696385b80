"""The plan on a real cluster: one master and two workers on this machine."""

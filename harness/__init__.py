"""Scenarios that drive emulated devices and judge what happened."""

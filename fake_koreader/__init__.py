"""An emulated KOReader device: its hardware in Python, its runtime in Lua."""

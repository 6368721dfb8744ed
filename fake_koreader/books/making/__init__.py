"""Making small real book files, the same bytes on every machine.

Nothing is compressed: what zlib makes of the same bytes differs between its builds.
"""

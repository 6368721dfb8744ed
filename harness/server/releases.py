"""Releases of plugins, in the shape of GitHub's release feed, for plugins that update themselves."""

from __future__ import annotations

from collections.abc import Mapping

from harness.server.store import Row, Store


def set_release(store: Store, owner: str, name: str, tag: str, *, body: str, published_at: int,
                assets: Mapping[str, bytes]) -> None:
    """Make this the latest release of `owner/name`, in place of the one before."""
    with store.transaction():
        old = find_release(store, owner, name)
        if old is not None:
            store.execute("DELETE FROM release_assets WHERE release_id = ?", (old["id"],))
            store.execute("DELETE FROM releases WHERE id = ?", (old["id"],))
        number = store.insert("releases", owner=owner, name=name, tag=tag, body=body, published_at=published_at)
        for asset, content in assets.items():
            store.insert("release_assets", release_id=number, name=asset, content=content)


def find_release(store: Store, owner: str, name: str) -> Row | None:
    """The latest release, or None."""
    return store.one("SELECT * FROM releases WHERE owner = ? AND name = ?", (owner, name))


def assets_of(store: Store, release_id: int) -> list[Row]:
    """The files of a release: id, name, content."""
    return store.rows("SELECT id, name, content FROM release_assets WHERE release_id = ? ORDER BY id", (release_id,))

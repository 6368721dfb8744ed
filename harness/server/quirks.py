"""Names of the misbehaviours of real servers, each off unless a scenario asks for it.

The defects are those of specs/tome.md §6.2 (S…), §6.1 where the server is behind it (G…), and of its §6.3.
"""

from __future__ import annotations

TOME = {
    "tome.global-session-dedup": "S01: one session id is stored once for all users together",
    "tome.scale-trap": "S02: a percentage such as 50 is taken for 1, and finishes the book",
    "tome.like-wildcards": "S03: % and _ in a file name match anything when it is looked up",
    "tome.volume-dead-end": "S04: a numbered file name never finds a book without exactly that index",
    "tome.sanitised-titles": "S05: a title with : or ? is not found by a file name that has _ there",
    "tome.series-ignored": "S06: the name of the series does not help to find a volume",
    "tome.offset-dropped": "S07: the offset of a session's time is cut off, not reckoned with",
    "tome.empty-uuid-500": "S08: the second session with an empty id is answered 500",
    "tome.visibility-gaps": "S09: positions, sessions and marks of books that the user may not see are served",
    "tome.half-reset": "S10: a status set on a device leaves progress and position as they were",
    "tome.nameless-series": "S11: a series without a name is listed, and leads to other books",
    "tome.unescaped-baking": "S12: names and addresses are put into the package as they are",
    "tome.missing-header-422": "S13: no Authorization header is 422, and bearer in lower case 401",
    "tome.naive-timestamps": "S14: instants carry no Z",
    "tome.upsert-erases": "S15: an annotation that comes without text, chapter or colour loses them",
    "tome.null-fields": "G01, G13: what is not known is sent as null",
    "tome.file-size-differs": "G16: listings tell another size than a download has",
    "tome.sessions-leave-status": "seeds: a session does not move the reading status",
    "tome.web-zero-on-open": "seeds: the web reader saves progress 0 when it opens a book",
    "tome.web-percent": "seeds: the web reader's percentage is stored as it is, 50 instead of 0.5",
    "tome.comic-zero-based": "seeds: the web reader counts a comic's pages from 0, and never finishes it",
}
"""What a Tome server is known to do wrong."""

KOSYNC = {
    "kosync.document-not-served": "a document name with other than letters, digits and _ is stored, never given back",
    "kosync.unknown-document-404": "a document without a place is 404 instead of an empty object",
    "kosync.any-accept": "requests without the media type of the protocol are served too",
    "kosync.put-202": "a place that was stored is answered 202",
}
"""What servers of KOReader's progress sync are known to do differently."""

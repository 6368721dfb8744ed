"""How a real BookOrbit server misbehaves, by the numbers of specs/bookorbit.md §6; each is off unless asked for."""

from __future__ import annotations

BOOKORBIT_QUIRKS = {
    "bookorbit.deletes-across-files": "a highlight that one file of a book lacks is deleted for all its files (3)",
    "bookorbit.replayed-progress-wins": "a live push of a position wins however old it is (6)",
    "bookorbit.stale-refreshes-row": "a stale position from a sweep answers the next pull (7)",
    "bookorbit.progress-reopens-book": "progress reopens a book that the reader abandoned or put on hold (8)",
    "bookorbit.same-day-status-lost": "progress of the day beats a status that the device sets on the same day (12)",
    "bookorbit.utc-dates": "a device's dates are compared with UTC dates (13)",
    "bookorbit.strict-edit-dates": "a note edited without a newer date is ignored (14)",
    "bookorbit.late-conversion": "a highlight made on the web is delivered by the second exchange (15)",
    "bookorbit.first-push-as-web": "the first position of a file comes back as the web's (40)",
    "bookorbit.no-page-in-answer": "a web position in a PDF is answered without its page (42)",
    "bookorbit.short-device-ids": "sessions are named by eight characters of the device's id (46)",
    "bookorbit.update-withheld-for-all": "one old device of a user keeps the update from all of them (§6.5)",
    "bookorbit.no-exchange": "a server before the exchange of highlights: uploads alone",
}

--- One table per process for data that plugins share: KOReader's frontend/pluginshare (specs/koreader-core.md §1.4).
return {}

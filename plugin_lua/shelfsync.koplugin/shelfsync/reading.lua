--[[ What is being read in one reader (or file manager, where nothing is): at most one session at a time. ]]

local Books = require("shelfsync/books")
local Log = require("shelfsync/log")
local Session = require("shelfsync/session")

local Reading = {}
Reading.__index = Reading

-- The session of a book that KOReader closes only to open it again.
local interrupted = nil

function Reading:new(ui, settings)
    return setmetatable({ ui = ui, settings = settings, session = nil }, self)
end

-- The fingerprint of the book whose session runs; nil when none does.
function Reading:book()
    return self.session and self.session.hash
end

-- The session that a reload interrupted, if it is this book's; that of another book ends here.
local function takeOver(ui, settings, hash)
    local session = interrupted
    interrupted = nil
    if session and session.hash == hash then
        session:moveTo(ui)
        return session
    elseif session then
        session:finish(settings)
    end
    return nil
end

-- Begins a session on the open book. False when there is nothing to begin: no book, or one is running.
function Reading:begin()
    local document = self.ui.document
    if self.session or not document or not self.settings:get("enabled") then
        return false
    end
    local hash = Books.fingerprint(document.file)
    if not hash then
        Log.warn("no fingerprint for", document.file)
        return false
    end
    local title = self.ui.doc_props and self.ui.doc_props.display_title or document.file:match("[^/]*$")
    self.session = takeOver(self.ui, self.settings, hash) or Session:begin(self.ui, hash, title, self.settings)
    return self.session ~= nil
end

-- Ends the session. Returns true when it is in the queue, or nil and why not: "none", or as Session:finish.
function Reading:finish()
    local session = self.session
    self.session = nil
    if not session then
        return nil, "none"
    end
    return session:finish(self.settings)
end

-- A page is shown. After a long absence the old session ends with the last page read, and a new one begins.
function Reading:turnedTo(page)
    if self.session and not self.session:turnedTo(page) then
        self:finish()
        self:begin()
    end
end

function Reading:keep()
    if self.session and self.ui.document then
        self.session:keep()
    end
end

-- The book is about to be reloaded: the session waits for it.
function Reading:interrupt()
    if self.session then
        self.session:keep()
        interrupted = self.session
        self.session = nil
    end
end

-- A file manager is there: no reload is going to come.
function Reading:forgetInterrupted()
    takeOver(self.ui, self.settings, nil)
end

return Reading

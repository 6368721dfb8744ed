--[[ What is being read in one reader (or file manager, where nothing is): at most one session at a time. ]]

local Books = require("shelfsync/books")
local Log = require("shelfsync/log")
local Position = require("shelfsync/position")
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
-- Returns how many times a page was turned in this session, if this was one of them.
function Reading:turnedTo(page)
    local session = self.session
    if not session then
        return nil
    end
    local before = session.turns
    if not session:turnedTo(page) then
        self:finish()
        self:begin()
        return nil
    end
    return session.turns > before and session.turns or nil
end

-- Progress in percent, how many pages were turned, and when the session began (epoch seconds).
function Reading:progress()
    return (Position.read(self.ui)) or 0
end

function Reading:turned()
    return self.session and self.session.pages_turned or 0
end

function Reading:since()
    self.session:measure()
    return self.session.start_time
end

-- Takes the open book to another place; that is no page turned.
function Reading:jump(progress, location)
    local session = self.session
    local turned, turns = session.pages_turned, session.turns
    if Position.goTo(self.ui, progress, location) then
        session.pages_turned, session.turns = turned, turns
        session:jumpedTo()
    end
end

-- Writes down where the reader is, if anything was read.
function Reading:keepPlace()
    if self.session then
        self.session:measure()
        self.session:keep()
    end
end

-- The servers take other things now than when the session began.
function Reading:serversChanged()
    if self.session then
        self.session.takers = self.settings:takers()
        self.session.place = nil
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

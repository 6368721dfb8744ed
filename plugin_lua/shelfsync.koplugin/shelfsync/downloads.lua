--[[ Downloading several books, one after another, with a line that says how far it is and can be tapped away.

Each file is fetched by a process of its own, so the screen answers meanwhile; what it learnt is told through its
result. A book that is on the device already, by its number on the server, is passed over. ]]

local InfoMessage = require("ui/widget/infomessage")
local Trapper = require("ui/trapper")
local UIManager = require("ui/uimanager")
local lfs = require("libs/libkoreader-lfs")
local Books = require("shelfsync/books")
local Database = require("shelfsync/database")
local FileFetch = require("shelfsync/filefetch")
local Log = require("shelfsync/log")
local Messages = require("shelfsync/messages")
local T = require("ffi/util").template
local _ = require("gettext")

local Downloads = {}

-- One at a time, whoever asks.
local is_running = false

-- The file of a server's book on this device; nil when there is none any more.
function Downloads.pathOf(account, id)
    local row = Database.read(function(conn)
        return Database.rows(conn, "SELECT path FROM downloaded WHERE account = ? AND server_id = ?", account, id)[1]
    end)
    return row and lfs.attributes(row[1], "mode") == "file" and row[1] or nil
end

-- Remembers a downloaded book: where it is, and under which fingerprint the server's number is known from now on.
function Downloads.register(account, id, path)
    local hash = Books.fingerprint(path)
    Database.write(function(conn)
        Database.run(conn, "INSERT OR REPLACE INTO downloaded(account, server_id, path) VALUES(?, ?, ?)", account, id,
            path)
        if hash then
            Database.run(conn, "INSERT OR REPLACE INTO file(hash, name) VALUES(?, ?)", hash, path:match("[^/]*$"))
        end
        return true
    end)
    if hash then
        Books.setServerId(hash, id, account)
    end
end

-- What a file of that name, but of another book, makes it to be called: "Title (7).epub".
local function freePath(path, id)
    if not lfs.attributes(path, "mode") then
        return path
    end
    local stem, ending = path:match("^(.*)(%.[^/]+)$")
    return ("%s (%s)%s"):format(stem or path, id, ending or "")
end

local function fetch(plan, notice)
    local wish = { url = plan.url, headers = plan.headers, path = freePath(plan.path, plan.id) }
    local completed, ok, reason = Trapper:dismissableRunInSubprocess(function()
        return FileFetch.get(wish)
    end, notice)
    if not completed then
        os.remove(wish.path .. FileFetch.PART)
        return nil
    elseif not ok then
        Log.info("not downloaded:", plan.title, reason)
        return false, reason
    end
    return wish.path
end

local function announce(number, plans, plan)
    local notice = InfoMessage:new{ text = T(_("Downloading %1 of %2 — %3"), number, #plans, plan.title) }
    UIManager:show(notice)
    UIManager:forceRePaint()
    return notice
end

local function summary(counts, is_cancelled)
    local lines = { T(_("Downloaded: %1"), counts.downloaded), T(_("Skipped: %1"), counts.skipped),
        T(_("Failed: %1"), counts.failed) }
    if is_cancelled then
        table.insert(lines, 1, _("Cancelled."))
    end
    if counts.reason then
        lines[#lines + 1] = Log.clean(counts.reason)
    end
    return table.concat(lines, "\n")
end

local function run(account, plans, counts)
    for number, plan in ipairs(plans) do
        local notice = announce(number, plans, plan)
        local path, reason = fetch(plan, notice)
        UIManager:close(notice)
        if path == nil then
            return true
        elseif path then
            counts.downloaded = counts.downloaded + 1
            Downloads.register(account, plan.id, path)
        else
            counts.failed = counts.failed + 1
            counts.reason = reason
        end
    end
    return false
end

-- plans: an array of { id=, title=, path=, url=, headers= } to fetch; counts = { skipped=, failed= } of what was sorted
-- out before. done() is called at the end.
function Downloads.start(account, plans, counts, done)
    if is_running then
        Messages.answer(_("Books are being downloaded already."))
        return
    end
    counts.downloaded = 0
    is_running = true
    Trapper:wrap(function()
        local ok, is_cancelled = pcall(run, account, plans, counts)
        is_running = false
        if not ok then
            error(is_cancelled, 0)
        end
        -- It may have taken long: whoever comes back to the device wants to read this.
        UIManager:show(InfoMessage:new{ text = summary(counts, is_cancelled) })
        done()
    end)
end

return Downloads

--[[ A turn of the sync pass that is about a book's status, rating and review, for BookOrbit.

The server compares whole days, and progress that reaches it makes it touch the status itself. So the status goes
after the place; and one that the reader set with their own hand is sent once more, a day later, when the server's own
hand was there on the same day. A rating that is missing here says nothing; one that the server has comes back. ]]

local Book = require("shelfsync/orbit_book")
local Outbox = require("shelfsync/outbox")
local State = require("shelfsync/orbit_state")
local Text = require("shelfsync/orbit_text")

local States = { kind = "status" }

local STATUSES = { reading = true, complete = true, abandoned = true }
local DATE = "^%d%d%d%d%-%d%d%-%d%d$"
local DAY = 24 * 3600

local function date(value)
    return type(value) == "string" and value:match(DATE) and value or nil
end

local function stars(value)
    value = tonumber(value)
    return value and value >= 1 and math.min(math.floor(value), 5) or nil
end

-- What a summary of KOReader's says, in the server's words.
local function normal(summary)
    return {
        status = STATUSES[summary.status] and summary.status or nil,
        modified = date(summary.modified),
        rating = stars(summary.rating),
        review = Text.clip(summary.note, 10000),
    }
end

local function mark(state)
    return table.concat({ state.status or "", state.rating or "", state.review or "" }, "\0")
end

-- The open book's summary waits, if the server does not know it yet.
function States.note(account, hash, title, summary)
    local state = type(summary) == "table" and normal(summary)
    if not state or mark(state) == "\0\0" or mark(state) == State.values(account, hash).state then
        return true
    end
    return Outbox.add({ {
        account = account, kind = States.kind, slot = hash, identity = hash .. mark(state), hash = hash, title = title,
        at = os.time(), data = state,
    } })
end

local function later(day)
    local year, month, number = day:match("^(%d+)%-(%d+)%-(%d+)$")
    return os.date("%Y-%m-%d", os.time({ year = year, month = month, day = number, hour = 12 }) + DAY)
end

local function bodyOf(state)
    local day = state.modified or Text.now():sub(1, 10)
    if state.is_repeated then
        day = later(day)
    end
    return { status = state.status, statusModified = day, rating = state.rating, reviewNote = state.review,
        reviewModified = state.review and day or nil }
end

-- What the server has and this device has not, or has otherwise while the server's is newer.
local function takeOver(engine, hash, state, result)
    local book = Book.find(hash, engine.reading)
    if not book then
        return
    end
    local changes, is_changed = {}, false
    local rating = stars(result.rating)
    if rating and rating ~= state.rating and result.ratingApplied ~= true then
        changes.rating, is_changed = rating, true
        state.rating = rating
    end
    local review = Text.clip(result.reviewNote, 10000)
    if review and review ~= state.review and result.reviewApplied ~= true then
        changes.note, is_changed = review, true
        state.review = review
    end
    if is_changed then
        book:saveSummary(changes)
    end
end

-- Whether the reader's own word is worth a second try.
local function isOwnWord(state, result)
    return result.statusApplied ~= true and not state.is_repeated
        and (state.status == "complete" or state.status == "abandoned")
end

function States.turn(engine, hash)
    local account = engine.account.id
    local entry = Outbox.ofBook(account, States.kind, hash, 1)[1]
    if not entry then
        return "next"
    end
    local state = entry.data
    local outcome = engine.protocol:ask("/book-states", hash, bodyOf(state), engine:limits())
    if outcome.kind ~= "done" then
        return engine:failed(hash, outcome, { entry })
    end
    engine.backoff:clear()
    if isOwnWord(state, outcome.result) then
        state.is_repeated = true
        local again = Outbox.add({ {
            account = account, kind = States.kind, slot = hash, identity = entry.identity .. " again", hash = hash,
            title = entry.title, at = entry.at, data = state,
        } })
        if not again then
            return engine:giveUpOnStorage()
        end
        return engine:continue()
    end
    takeOver(engine, hash, state, outcome.result)
    local noted = Outbox.acknowledge({ entry }) and State.keep(account, hash, { state = mark(state) })
    if not noted then
        return engine:giveUpOnStorage()
    end
    engine.pass.changes_sent = engine.pass.changes_sent + 1
    engine:leave(hash)
end

return States

--- Several downloads at once: KOReader's frontend/httpasync (specs/koreader-core.md §4.4).
-- Downloads overlap in time, as many as `concurrency` allows; the interface waits for all of them.

local parallel = require("ffi/parallel")

local HttpAsync = {}

local MOST_REDIRECTS = 5

local function get(url, headers)
    local http, ltn12, socket = require("socket.http"), require("ltn12"), require("socket")
    local transport = url:match("^https:") and require("ssl.https") or http
    local parts = {}
    local code, reply_headers, status = socket.skip(1, transport.request{
        url = url, headers = headers, sink = ltn12.sink.table(parts), redirect = transport == http and false or nil,
    })
    return code, reply_headers, status, table.concat(parts)
end

--- One download, inside of `fetch_many`: true, content type, body; or false and what went wrong.
-- @tparam number|nil redirects how many redirections were followed already
function HttpAsync.fetch_url(url, redirects, headers)
    if not coroutine.running() then
        error("fetch_url has to run in a coroutine of fetch_many", 2)
    end
    local moment, code, reply_headers, status, body = parallel.run(get, url, headers)
    coroutine.yield(moment)
    if type(code) ~= "number" then return false, tostring(code) end
    local target = reply_headers and reply_headers["location"]
    if code >= 300 and code < 400 and target then
        redirects = redirects or 0
        if redirects >= MOST_REDIRECTS then return false, "too many redirects" end
        return HttpAsync.fetch_url(require("socket.url").absolute(url, target), redirects + 1, headers)
    end
    if code ~= 200 then return false, status or tostring(code) end
    return true, reply_headers["content-type"], body
end

local function conclude(options, task, ok, ...)
    local callback = ok and options.on_success or options.on_failure
    if callback then callback(task, ...) end
end

-- A download that has begun: its coroutine and the moment at which it goes on.
local function begin(options, task)
    local running = { task = task, at = parallel.now() }
    running.thread = coroutine.create(function()
        local url = options.get_url and options.get_url(task) or task
        return (options.fetch or HttpAsync.fetch_url)(url)
    end)
    return running
end

-- Lets a download go on; true when it has come to its end.
local function go_on(options, running)
    local results = table.pack(coroutine.resume(running.thread))
    if coroutine.status(running.thread) ~= "dead" then
        running.at = results[2] or parallel.now()
        return false
    end
    if results[1] then
        conclude(options, running.task, unpack(results, 2, results.n))
    else
        conclude(options, running.task, false, tostring(results[2]))
    end
    return true
end

local function earliest(list)
    local place = 1
    for i, running in ipairs(list) do
        if running.at < list[place].at then place = i end
    end
    return place
end

--- Downloads all tasks. @treturn bool false when `on_progress(done, all)` has returned false
-- @tparam table options concurrency (10), get_url(task), fetch(url), on_success(task, content_type, body),
-- on_failure(task, message), on_progress
function HttpAsync.fetch_many(tasks, options)
    options = options or {}
    local active, next_task, done = {}, 1, 0
    while done < #tasks do
        while #active < (options.concurrency or 10) and next_task <= #tasks do
            active[#active + 1] = begin(options, tasks[next_task])
            next_task = next_task + 1
        end
        local place = earliest(active)
        parallel.wait_until(active[place].at)
        if go_on(options, active[place]) then
            table.remove(active, place)
            done = done + 1
            if options.on_progress and options.on_progress(done, #tasks) == false then return false end
        end
    end
    return true
end

return HttpAsync

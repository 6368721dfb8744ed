--[[ busted's output handler that tells Python: every test with its outcome, and what went wrong outside of tests.

Called with host and `take`; returns what busted expects of an output handler's module.
take("start", name, source, line)
take("fault", text, source, line, traceback, what)      of the test that runs
take("end", status, virtual seconds)
take("outside", name, text, source, line, traceback, what) ]]

local _, take = ...

return function()
    local busted = require("busted")

    local function name_of(element)
        local names = {}
        while element and element.descriptor ~= "file" do
            local word = element.name or element.descriptor
            if word ~= "suite" then table.insert(names, 1, tostring(word)) end
            element = busted.parent(element)
        end
        return table.concat(names, " ")
    end

    local function place(trace)
        return type(trace) == "table" and trace.source or nil, type(trace) == "table" and trace.currentline or nil
    end

    local function fault(element, message, trace, what)
        local source, line = place(trace)
        local traceback = type(trace) == "table" and trace.traceback or nil
        message = tostring(message)
        if element.descriptor == "it" then
            take("fault", message, source, line, traceback, what)
        else
            take("outside", name_of(element), message, source, line, traceback, what)
        end
        return nil, true
    end

    local handler = {}

    function handler:subscribe()
        require("busted.languages.en")
        busted.subscribe({ "test", "start" }, function(element)
            take("start", name_of(element), place(element.trace))
            return nil, true
        end, { priority = 1 })
        busted.subscribe({ "test", "end" }, function(element, _, status)
            take("end", status, element.duration or 0)
            return nil, true
        end, { priority = 1 })
        busted.subscribe({ "pending" }, function(element, _, message, trace)
            return fault(element, message == nil and "" or message, trace, "pending")
        end, { priority = 1 })
        busted.subscribe({ "failure" }, function(element, _, message, trace)
            return fault(element, message, trace, "failure")
        end, { priority = 1 })
        busted.subscribe({ "error" }, function(element, _, message, trace)
            return fault(element, message, trace, "error")
        end, { priority = 1 })
    end

    return handler
end

--- A server that takes one request at a time: KOReader's frontend/ui/message/simpletcpserver (koreader-core.md §4.4).
-- fidelity: partial: nobody ever connects to an emulated device, so receiveCallback is not called

local MessageQueue = require("ui/message/messagequeue")
local logger = require("logger")
local socket = require("socket")

local SimpleTCPServer = MessageQueue:extend{
    host = nil,
    port = nil,
    server = nil,
}

--- Listens on `host` and `port`. @treturn boolean @treturn string|nil what went wrong
function SimpleTCPServer:start()
    local server, message = socket.bind(self.host or "*", self.port)
    if not server then return false, message end
    self.server = server
    self.server:settimeout(0.01)
    logger.dbg("SimpleTCPServer: Server listening on port", self.port)
    return true
end

--- Stops listening.
function SimpleTCPServer:stop()
    if self.server then
        self.server:close()
        self.server = nil
    end
end

-- The first line and what follows up to an empty line, as it came.
local function request(client)
    client:settimeout(0.1, "t")
    local lines = {}
    while true do
        local line, message = client:receive("*l")
        if not line then return nil, message end
        if line == "" then break end
        lines[#lines + 1] = line
    end
    return table.concat(lines, "\r\n")
end

--- Polled by the main loop: gives the request of somebody who connected to `receiveCallback(data, client)`.
function SimpleTCPServer:waitEvent()
    local client = self.server and self.server:accept()
    if not client then return nil end
    local data, message = request(client)
    if data then
        self.receiveCallback(data, client)
    else
        logger.warn("SimpleTCPServer: cannot receive:", message)
        client:close()
    end
end

--- Answers and closes the connection.
function SimpleTCPServer:send(data, client)
    client:send(data)
    client:close()
end

return SimpleTCPServer

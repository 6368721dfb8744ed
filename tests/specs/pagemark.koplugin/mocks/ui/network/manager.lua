local NetworkMgr = { connected = true }

function NetworkMgr:isConnected() return self.connected end

return NetworkMgr

--[[ What the newest version is, told in the manner of whoever publishes it.

A feed is one function: it gets the decoded answer and the address that gave it, and returns
{ version=, url=, notes=, size=, digest= } (the last three where the publisher gives them), or nil when the answer is
not in its manner. A further publisher is one more function in the list. ]]

local Feeds = {}

Feeds.PACKAGE = "shelfsync.koplugin.zip"

local function text(value)
    return type(value) == "string" and value ~= "" and value or nil
end

-- A list of releases of a code forge: the asset that bears the package's name.
local function release(answer)
    if type(answer.assets) ~= "table" or not text(answer.tag_name) then
        return nil
    end
    local found = { version = answer.tag_name, notes = text(answer.body) }
    for _i, asset in ipairs(answer.assets) do
        if type(asset) == "table" and asset.name == Feeds.PACKAGE then
            found.url = text(asset.browser_download_url)
            found.size = type(asset.size) == "number" and asset.size or nil
            found.digest = text(asset.digest)
        end
    end
    return found
end

-- A library server that keeps a copy of the plugin: …/version beside …/package.
local function besideServer(answer, address)
    local folder = address:match("^(.*/)version$")
    if not folder or not text(answer.pluginVersion) then
        return nil
    end
    return { version = answer.pluginVersion, url = folder .. "package" }
end

Feeds.list = { release, besideServer }

-- The release that an answer tells of; nil when it is not an answer of any feed.
function Feeds.read(answer, address)
    if type(answer) ~= "table" then
        return nil
    end
    for _i, feed in ipairs(Feeds.list) do
        local found = feed(answer, address)
        if found then
            return found
        end
    end
    return nil
end

return Feeds

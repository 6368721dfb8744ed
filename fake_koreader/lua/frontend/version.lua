--- Which KOReader this is: KOReader's frontend/version (specs/koreader-core.md §6.4), read from git-rev.

local DataStorage = require("datastorage")

local Version = {}

--- The first line of git-rev: `<describe>[_<date>]_<platform>`.
function Version:getCurrentRevision()
    if not self.revision then
        local file = io.open("git-rev", "r")
        self.revision = file and file:read("*l") or nil
        if file then
            file:close()
        end
    end
    return self.revision
end

--- YYYYMMPPRRRR as a number and the commit; 0 for what is no revision, nothing for nil.
function Version:getNormalizedVersion(revision)
    if not revision then
        return
    end
    local year, month, point, count, commit = revision:match("^v(%d%d%d%d)%.(%d%d)%.?(%d*)%-?(%d*)%-?g?(%x*)")
    if not year then
        return 0
    end
    local number = ((tonumber(year) * 100 + tonumber(month)) * 100 + (tonumber(point) or 0)) * 10000
    return number + (tonumber(count) or 0), commit ~= "" and commit or nil
end

function Version:getNormalizedCurrentVersion()
    if not self.normalized then
        self.normalized, self.commit = self:getNormalizedVersion(self:getCurrentRevision())
    end
    return self.normalized, self.commit
end

--- 2026.07.2-15, without the commit, the date and the platform.
function Version:getShortVersion()
    local revision = self:getCurrentRevision()
    local release, count = (revision or ""):match("^v([%d.]+)(%-?%d*)")
    return release and release .. (count ~= "-" and count or "") or "unknown"
end

function Version:getCurrentPlatform()
    return (self:getCurrentRevision() or ""):match("_([^_]+)$")
end

--- Notes in version.log that another version or device started.
function Version:updateVersionLog(model)
    local path = DataStorage:getDataDir() .. "/version.log"
    local entry = ("%s, %s"):format(self:getCurrentRevision(), model)
    local last
    for line in (require("util").readFromFile(path) or ""):gmatch("[^\n]+") do
        last = line
    end
    if last and last:match("^[^,]*, [^,]*, (.*)$") == entry then
        return
    end
    local file = io.open(path, "a")
    if file then
        file:write(os.date("%Y-%m-%d, %X, "), entry, "\n")
        file:close()
    end
end

return Version

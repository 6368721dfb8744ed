--[[--
URLs, as LuaSocket's `socket.url`: parse, build, absolute, path segments, escaping.
Nothing is escaped or unescaped on the way through `parse` and `build`.
]]
local url = { _VERSION = "URL 1.0.3" }

--- Escapes everything but letters, digits and the underscore; the hexadecimal digits are small.
function url.escape(text)
    return (text:gsub("[^A-Za-z0-9_]", function(char)
        return ("%%%02x"):format(char:byte())
    end))
end

--- The inverse of `escape`; a plus sign stays one.
function url.unescape(text)
    return (text:gsub("%%(%x%x)", function(code)
        return string.char(tonumber(code, 16))
    end))
end

local function parse_authority(parts)
    local rest = parts.authority
    local info, after = rest:match("^([^@]*)@(.*)$")
    if info then
        parts.userinfo, rest = info, after
        local user, password = info:match("^(.*):([^:]*)$")
        parts.user, parts.password = user or info, password
    end
    local before, port = rest:match("^(.*):([^:%]]*)$")
    if port then
        parts.port, rest = port, before
    end
    if rest ~= "" then
        parts.host = rest:match("^%[(.+)%]$") or rest
    end
end

--- The parts of a URL, over those of `default`; nil and "invalid url" for nil and "". The port is a string.
function url.parse(text, default)
    local parts = {}
    for name, value in pairs(default or parts) do
        parts[name] = value
    end
    if not text or text == "" then
        return nil, "invalid url"
    end
    local function cut(pattern, name)
        local rest, found
        rest = text:gsub(pattern, function(part)
            found = part
            return ""
        end, 1)
        if found then
            parts[name], text = found, rest
        end
    end
    cut("^([%w][%w%+%-%.]*):", "scheme")
    cut("^//([^/?#]*)", "authority")
    cut("#(.*)$", "fragment")
    cut("%?(.*)", "query")
    cut(";(.*)", "params")
    if text ~= "" then
        parts.path = text
    end
    if parts.authority then
        parse_authority(parts)
    end
    return parts
end

local function authority_of(parts)
    if not parts.host then
        return parts.authority
    end
    local place = parts.host:find(":", 1, true) and "[" .. parts.host .. "]" or parts.host
    if parts.port then
        place = place .. ":" .. tostring(parts.port)
    end
    local info = parts.userinfo
    if parts.user then
        info = parts.user .. (parts.password and ":" .. parts.password or "")
    end
    return info and info .. "@" .. place or place
end

--- The URL with these parts.
function url.build(parts)
    local authority = authority_of(parts)
    local pieces = {
        parts.scheme and parts.scheme .. ":" or "",
        authority and "//" .. authority or "",
        parts.path or "",
        parts.params and ";" .. parts.params or "",
        parts.query and "?" .. parts.query or "",
        parts.fragment and "#" .. parts.fragment or "",
    }
    return table.concat(pieces)
end

--- Takes `.` and `..` out of a path (RFC 3986, 5.2.4).
local function without_dots(path)
    local rooted = path:sub(1, 1) == "/"
    local kept, last = {}, nil
    for segment in path:gmatch("[^/]*") do
        last = segment
        if segment == ".." then
            if kept[1] and kept[#kept] ~= ".." then
                table.remove(kept)
            elseif not rooted then
                kept[#kept + 1] = segment
            end
        elseif segment ~= "." and segment ~= "" then
            kept[#kept + 1] = segment
        end
    end
    local open = last == "" or last == "." or last == ".."
    local text = (rooted and "/" or "") .. table.concat(kept, "/")
    return (open and kept[1]) and text .. "/" or text
end

local function resolve(base, relative)
    if relative:sub(1, 1) ~= "/" then
        relative = base:gsub("[^/]*$", "") .. relative
    end
    if not relative:find("/%.") and not relative:find("^%.") then
        return relative
    end
    return without_dots(relative)
end

--- What `relative` means on the page `base` (a URL, or the parts of one).
function url.absolute(base, relative)
    local base_parts = base
    if type(base) == "table" then
        base = url.build(base)
    else
        base_parts = url.parse(base)
    end
    local parts = url.parse(relative)
    if not base_parts then
        return relative
    elseif not parts then
        return base
    elseif parts.scheme then
        return relative
    end
    parts.scheme = base_parts.scheme
    if not parts.authority then
        parts.authority = authority_of(base_parts)
        if parts.path then
            local from = base_parts.path or (parts.authority and "/") or ""
            parts.path = resolve(from, parts.path)
        else
            parts.path = base_parts.path
            if not parts.params then
                parts.params = base_parts.params
                parts.query = parts.query or base_parts.query
            end
        end
    end
    return url.build(parts)
end

--- The unescaped segments of a path; `is_absolute` and `is_directory` are 1 where they apply.
function url.parse_path(path)
    path = path or ""
    local segments = {}
    for segment in path:gmatch("[^/]+") do
        segments[#segments + 1] = url.unescape(segment)
    end
    segments.is_absolute = path:sub(1, 1) == "/" and 1 or nil
    segments.is_directory = path:sub(-1) == "/" and 1 or nil
    return segments
end

-- What a path segment may hold unescaped, besides letters and digits (RFC 2396, 3.3).
local function escape_segment(segment)
    return (segment:gsub("[^%w%-_%.!~%*'%(%):@&=%+%$,]", function(char)
        return ("%%%02x"):format(char:byte())
    end))
end

--- The path with these segments, escaped unless `unsafe`.
function url.build_path(segments, unsafe)
    local encoded = {}
    for i, segment in ipairs(segments) do
        encoded[i] = unsafe and segment or escape_segment(segment)
    end
    local path = table.concat(encoded, "/")
    if segments.is_directory and encoded[1] then
        path = path .. "/"
    end
    return (segments.is_absolute and "/" or "") .. path
end

return url

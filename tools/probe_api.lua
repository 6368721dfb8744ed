-- Looks for members of modules, of objects made from them, and of what hangs off the host object of plugins.
-- `open_ui` is the FileManager or ReaderUI now shown. Returns, for one row, "there", "loud", "absent" or an error.

local Geom = require("ui/geometry")

local function child() return require("ui/widget/verticalspan"):new{ width = 3 } end
local function area() return Geom:new{ x = 0, y = 0, w = 300, h = 200 } end
local function face() return require("ui/font"):getFace("cfont", 20) end
local function class(name) return require(name) end

local make = {}

make["cache"] = function(C) return C:new{ slots = 2 } end
make["docsettings"] = function(C) return C:open("/mnt/onboard/book.epub") end
make["luasettings"] = function(C) return C:open("settings/probe.lua") end
make["ffi/archiver Reader"] = function() return class("ffi/archiver").Reader:new() end
make["ffi/archiver Writer"] = function() return class("ffi/archiver").Writer:new() end
make["ffi/blitbuffer"] = function(C) return C.new(4, 4) end
make["lua-ljsqlite3 connection"] = function() return class("lua-ljsqlite3/init").open(":memory:") end
make["lua-ljsqlite3 statement"] = function()
    return class("lua-ljsqlite3/init").open(":memory:"):prepare("SELECT 1")
end
make["ui/widget/button"] = function(C) return C:new{ text = "a", callback = function() end, show_parent = {} } end
local buttons = { { { text = "a", id = "close", callback = function() end } } }
make["ui/widget/buttondialog"] = function(C) return C:new{ title = "t", buttons = buttons } end
make["ui/widget/buttontable"] = function(C) return C:new{ buttons = buttons, width = 300, show_parent = {} } end
for _, name in ipairs{ "centercontainer", "leftcontainer" } do
    make["ui/widget/container/" .. name] = function(C) return C:new{ dimen = area(), child() } end
end
make["ui/widget/container/framecontainer"] = function(C) return C:new{ child() } end
make["ui/widget/container/movablecontainer"] = function(C) return C:new{ child() } end
make["ui/widget/container/scrollablecontainer"] = function(C)
    return C:new{ dimen = area(), show_parent = {}, child() }
end
make["ui/widget/iconbutton"] = function(C) return C:new{ icon = "close", width = 20, height = 20 } end
make["ui/widget/iconwidget"] = function(C) return C:new{ icon = "close", width = 20, height = 20 } end
make["ui/widget/imageviewer"] = function(C) return C:new{ image = class("ffi/blitbuffer").new(10, 10) } end
make["ui/widget/imagewidget"] = function(C)
    return C:new{ image = class("ffi/blitbuffer").new(10, 10), width = 10, height = 10 }
end
make["ui/widget/inputdialog"] = function(C) return C:new{ title = "t", input = "", buttons = buttons } end
make["ui/widget/inputtext"] = function(C) return C:new{ text = "", face = face(), width = 200, parent = {} } end
make["ui/widget/linewidget"] = function(C) return C:new{ dimen = area() } end
make["ui/widget/menu"] = function(C)
    return C:new{ title = "t", item_table = { { text = "a" } }, onReturn = function() end }
end
make["ui/widget/multiinputdialog"] = function(C)
    return C:new{ title = "t", fields = { { text = "" } }, buttons = buttons }
end
make["ui/widget/progressbardialog"] = function(C) return C:new{ title = "t", progress_max = 3 } end
make["ui/widget/progresswidget"] = function(C) return C:new{ width = 100, height = 10, percentage = 0.5 } end
make["ui/widget/scrollhtmlwidget"] = function(C)
    return C:new{ html_body = "<p>x</p>", width = 100, height = 100, dialog = {} }
end
make["ui/widget/scrolltextwidget"] = function(C)
    return C:new{ text = "x", face = face(), width = 100, height = 100, dialog = {} }
end
make["ui/widget/textboxwidget"] = function(C) return C:new{ text = "x", face = face(), width = 100 } end
make["ui/widget/textviewer"] = function(C) return C:new{ title = "t", text = "x" } end
make["ui/widget/textwidget"] = function(C) return C:new{ text = "x", face = face() } end
make["ui/widget/titlebar"] = function(C)
    return C:new{ title = "t", subtitle = "s", left_icon = "close", right_icon = "close", show_parent = {} }
end

local made = {}

local function instance(name)
    if made[name] == nil then
        local ok, C = pcall(require, (name:match("^%S+")))
        local build = make[name] or function(Class) return Class:new{} end
        local built, object = pcall(build, ok and C)
        made[name] = built and object or false
        if not built then print(name, object) end
    end
    return made[name] or error("cannot be made")
end

local function find(path, open_ui)
    if path == "Device:getPowerDevice()" then return require("device"):getPowerDevice() end
    local object
    for part in path:gmatch("[^.]+") do
        if part == "self" then
            object = { ui = open_ui }
        elseif part == "Device" then
            object = require("device")
        else
            object = object[part]
        end
        if object == nil then return nil end
    end
    return object
end

local function holder(kind, name, open_ui)
    if kind == "object" then return find(name, open_ui) end
    if kind == "instance" then return instance(name) end
    return require(name)
end

return function(kind, name, member, open_ui)
    if kind == "module" then
        local ok, message = pcall(require, name)
        if ok then return "there" end
        return message:find("^not emulated") and "loud" or "absent"
    end
    local ok, value = pcall(function()
        local object = holder(kind, name, open_ui)
        if object == nil then return nil end
        if type(object) == "string" then return string[member] end
        return object[member]
    end)
    if not ok then return tostring(value):find("not emulated", 1, true) and "loud" or "absent" end
    return value ~= nil and "there" or "absent"
end

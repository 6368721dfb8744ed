--- A page of the web taken apart.
local htmlparser = require("htmlparser")
local http = require("socket.http")
local InfoMessage = require("ui/widget/infomessage")
local NetworkMgr = require("ui/network/manager")
local ScrollHtmlWidget = require("ui/widget/scrollhtmlwidget")
local UIManager = require("ui/uimanager")
local url = require("socket.url")
local util = require("util")
local WidgetContainer = require("ui/widget/container/widgetcontainer")

local Plugin = WidgetContainer:extend{ name = "scraper" }

function Plugin:init()
    self.ui.menu:registerToMainMenu(self)
end

function Plugin:addToMainMenu(items)
    items.scraper = {
        text = "Try scraper",
        sorting_hint = "more_tools",
        callback = function() self:try() end,
    }
end

-- Shows what came out, so that whoever tapped the entry sees it.
function Plugin:tell(...)
    local words = {}
    for i = 1, select("#", ...) do words[i] = tostring((select(i, ...))) end
    self.told = table.concat(words, " ")
    UIManager:show(InfoMessage:new{ text = "scraper: " .. self.told })
end

function Plugin:try()
    NetworkMgr:runWhenOnline(function() self:fetch() end)
end

function Plugin:fetch()
    local body = http.request("http://api.example/page")
    local root = htmlparser.parse(body or "", 5000)
    local links = {}
    for _, node in ipairs(root:select("div.list a[href]")) do
        links[#links + 1] = url.absolute("http://api.example/page", node.attributes.href)
    end
    local title = root:select("h1")[1]
    local plain = util.htmlToPlainTextIfHtml("<p>a &amp; b</p>")
    self.widget = ScrollHtmlWidget:new{ html_body = "<p>x</p>", css = "p { margin: 0 }", width = 300, height = 200 }
    self:tell(title and title:getcontent(), #links, links[1], util.trim(plain))
end

return Plugin

--- Files that can be turned into another format: Markdown into HTML.
local ButtonDialog = require("ui/widget/buttondialog")
local UIManager = require("ui/uimanager")
local util = require("util")
local _ = require("gettext")

local FileConverter = {
    -- From the ending of a file to what it can become.
    formats_from = { md = { name = "Markdown", from = "md" } },
    formats_to = { html = { name = "HTML", to = "html" } },
}

local PAGE = [[
<!DOCTYPE html>
<html>
<head>
<title>%s</title>
%s</head>
<body>
%s
</body>
</html>]]

function FileConverter:isSupported(file)
    return self.formats_from[util.getFileNameSuffix(file):lower()] ~= nil
end

--- A whole page from a text in Markdown; `stylesheet` is CSS.
function FileConverter:mdToHtml(markdown, title, stylesheet)
    local body, problem = require("apps/filemanager/lib/md").renderString(markdown, {})
    if not body then return nil, problem end
    local style = stylesheet and ("<style>\n%s\n</style>\n"):format(stylesheet) or ""
    return PAGE:format(title or "", style, util.trim(body))
end

--- The same from a file.
function FileConverter:_mdFileToHtml(file, title)
    local markdown = util.readFromFile(file, "rb")
    return markdown and self:mdToHtml(markdown, title) or nil
end

function FileConverter:writeStringToFile(text, file)
    return util.writeToFile(text, file)
end

--- Ask what `file` shall become; the new file lies beside it.
function FileConverter:showConvertButtons(file, ui)
    local name = select(2, util.splitFilePathName(file))
    local base = util.splitFileNameSuffix(file)
    local dialog
    local function convert()
        UIManager:close(dialog)
        local html = self:_mdFileToHtml(file, (util.splitFileNameSuffix(name)))
        if html then self:writeStringToFile(html, base .. ".html") end
        if ui and ui.onRefresh then ui:onRefresh() end
    end
    dialog = ButtonDialog:new{ title = name, buttons = { { { text = _("Convert to HTML"), callback = convert } } } }
    UIManager:show(dialog)
end

return FileConverter

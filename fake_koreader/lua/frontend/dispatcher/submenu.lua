--- The menu in which a reader puts actions together, one entry per section, and says how they are run.
local UIManager = require("ui/uimanager")
local _ = require("gettext")

local SECTIONS = {
    { "general", _("General") }, { "device", _("Device") }, { "screen", _("Screen and lights") },
    { "filemanager", _("File browser") }, { "reader", _("Reader") },
    { "rolling", _("Reflowable documents (epub, fb2, txt…)") },
    { "paging", _("Fixed layout documents (pdf, djvu, pics…)") },
}

-- What is being put together, and the changes that can be made to it.
local Choice = {}
Choice.__index = Choice

function Choice:actions() return self.location[self.name] end

function Choice:has(id)
    local actions = self:actions()
    return actions ~= nil and actions[id] ~= nil
end

function Choice:ids()
    local ids = {}
    for id in pairs(self:actions() or {}) do
        if id ~= "settings" then table.insert(ids, id) end
    end
    return ids
end

function Choice:changed(touchmenu)
    self.caller.updated = true
    if touchmenu and touchmenu.updateItems then touchmenu:updateItems() end
end

function Choice:obtain()
    if not self:actions() then self.location[self.name] = {} end
    return self:actions()
end

function Choice:options()
    local actions = self:obtain()
    actions.settings = actions.settings or {}
    return actions.settings
end

-- An order is kept only while there is something to order.
function Choice:remember(id)
    local ids = self:ids()
    local options = self:obtain().settings
    local order = options and options.order
    if order then
        table.insert(order, id)
    elseif #ids > 1 then
        local first = {}
        for _index, other in ipairs(ids) do
            if other ~= id then table.insert(first, other) end
        end
        table.insert(first, id)
        self:options().order = first
    end
end

function Choice:set(id, value, touchmenu)
    local is_new = not self:has(id)
    self:obtain()[id] = value
    if is_new then self:remember(id) end
    self:changed(touchmenu)
end

function Choice:remove(id, touchmenu)
    local actions = self:actions()
    actions[id] = nil
    local order = actions.settings and actions.settings.order
    if order then
        for i = #order, 1, -1 do
            if order[i] == id then table.remove(order, i) end
        end
        if #order < 2 then actions.settings.order = nil end
    end
    self:changed(touchmenu)
end

local function askNumber(choice, id, action, touchmenu)
    local SpinWidget = require("ui/widget/spinwidget")
    local value = choice:has(id) and choice:actions()[id] or action.default or action.min or 0
    UIManager:show(SpinWidget:new{
        title_text = action.title,
        value = value,
        value_min = action.min,
        value_max = action.max,
        value_step = action.step or 1,
        unit = action.unit,
        precision = action.step and action.step % 1 ~= 0 and "%0.1f" or nil,
        default_value = action.default,
        callback = function(spin) choice:set(id, spin.value, touchmenu) end,
        extra_text = action.category == "incrementalnumber" and _("Use gesture distance") or nil,
        extra_callback = function(spin)
            choice:set(id, 0, touchmenu)
            UIManager:close(spin)
        end,
    })
end

local function valueItems(choice, id, action)
    local args, labels = action.args, action.toggle
    if action.args_func then args, labels = action.args_func() end
    local items = {}
    for i, arg in ipairs(args or {}) do
        table.insert(items, {
            text = labels and labels[i] or tostring(arg),
            checked_func = function() return choice:has(id) and choice:actions()[id] == arg end,
            radio = true,
            callback = function(touchmenu)
                if choice:has(id) and choice:actions()[id] == arg then
                    choice:remove(id, touchmenu)
                else
                    choice:set(id, arg, touchmenu)
                end
            end,
        })
    end
    return items
end

local function actionItem(dispatcher, choice, id, action)
    local item = {
        text_func = function() return dispatcher:getNameFromItem(id, choice:actions()) end,
        text = action.title,
        checked_func = function() return choice:has(id) end,
        separator = action.separator,
        hold_callback = function(touchmenu)
            if choice:has(id) then choice:remove(id, touchmenu) end
        end,
    }
    local category = action.category
    if category == "absolutenumber" or category == "incrementalnumber" then
        item.callback = function(touchmenu) askNumber(choice, id, action, touchmenu) end
    elseif category == "string" or category == "configurable" then
        item.sub_item_table_func = function() return valueItems(choice, id, action) end
    else
        item.callback = function(touchmenu)
            if choice:has(id) then choice:remove(id, touchmenu) else choice:set(id, true, touchmenu) end
        end
    end
    return item
end

local function sectionItem(dispatcher, choice, section, title)
    local items, ids = {}, {}
    for _index, id in ipairs(dispatcher:actionNames()) do
        local action = dispatcher:getAction(id)
        if action[section] and (action.condition == nil or action.condition == true) then
            table.insert(items, actionItem(dispatcher, choice, id, action))
            table.insert(ids, id)
        end
    end
    return {
        text = title,
        checked_func = function()
            for _index, id in ipairs(ids) do
                if choice:has(id) then return true end
            end
        end,
        sub_item_table = items,
        hold_callback = function(touchmenu)
            for _index, id in ipairs(ids) do
                if choice:has(id) then choice:remove(id) end
            end
            choice:changed(touchmenu)
        end,
    }
end

local function arrange(dispatcher, choice, touchmenu)
    local SortWidget = require("ui/widget/sortwidget")
    local list = dispatcher.getDisplayList(choice:actions())
    UIManager:show(SortWidget:new{
        title = _("Arrange actions"),
        item_table = list,
        callback = function()
            local order = {}
            for i, entry in ipairs(list) do order[i] = entry.key end
            if #order > 1 then choice:options().order = order end
            choice:changed(touchmenu)
        end,
    })
end

-- Three ways to run the actions that exclude each other: at once, one by one, from a menu.
local function modeItem(choice, text, wanted)
    local function current()
        local options = choice:actions() and choice:actions().settings or {}
        return options.show_as_quickmenu and "show_as_quickmenu"
            or options.execute_one_by_one and "execute_one_by_one" or nil
    end
    return {
        text = text,
        radio = true,
        checked_func = function() return #choice:ids() > 0 and current() == wanted end,
        callback = function(touchmenu)
            local options = choice:options()
            options.show_as_quickmenu, options.execute_one_by_one = nil, nil
            if wanted then options[wanted] = true end
            choice:changed(touchmenu)
        end,
    }
end

return function(dispatcher, caller, menu, location, settings_name)
    dispatcher:init()
    local choice = setmetatable({ caller = caller, location = location, name = settings_name }, Choice)
    menu.max_per_page = 8
    table.insert(menu, {
        text = _("Nothing"),
        separator = true,
        checked_func = function() return choice:actions() ~= nil and #choice:ids() == 0 end,
        callback = function(touchmenu)
            location[settings_name] = {}
            choice:changed(touchmenu)
        end,
    })
    for _index, section in ipairs(SECTIONS) do
        table.insert(menu, sectionItem(dispatcher, choice, section[1], section[2]))
    end
    menu[#menu].separator = true
    table.insert(menu, {
        text = _("Arrange actions"),
        enabled_func = function() return #choice:ids() > 1 end,
        callback = function(touchmenu) arrange(dispatcher, choice, touchmenu) end,
        keep_menu_open = true,
        separator = true,
    })
    table.insert(menu, modeItem(choice, _("Execute")))
    table.insert(menu, modeItem(choice, _("Execute one by one"), "execute_one_by_one"))
    table.insert(menu, modeItem(choice, _("Show as QuickMenu"), "show_as_quickmenu"))
end

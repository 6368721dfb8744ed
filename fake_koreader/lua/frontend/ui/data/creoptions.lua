--[[--
The panels of the bottom menu in reflowable books: arrays of { icon =, options = { { name =, … }, … } }.

An option of the document is `configurable[name]`, one of `values`; `event` says what happens when it changes.
]]
-- fidelity: partial: names, events, values and defaults; help texts and what more a panel shows are left out
local optionsutil = require("ui/data/optionsutil")
local _ = require("gettext")

local OFF_ON = { _("off"), _("on") }

-- A choice between named values.
local function choice(name, text, event, labels, values, default, fields)
    local option = {
        name = name, name_text = _(text), event = event, toggle = labels, values = values, args = values,
        default_value = default, name_text_hold_callback = optionsutil.showValues,
    }
    for key, value in pairs(fields or {}) do option[key] = value end
    return option
end

local SIDES = { { 5, 5 }, { 10, 10 }, { 15, 15 }, { 20, 20 }, { 30, 30 }, { 50, 50 } }
local EDGES = { 5, 10, 15, 20, 30, 50 }

local CreOptions = {
    prefix = "copt",
    {
        icon = "appbar.rotation",
        options = {
            choice("rotation_mode", "Rotation", "SetRotationMode", optionsutil.rotation_labels,
                optionsutil.rotation_modes, 0),
            choice("visible_pages", "Two Columns", "SetVisiblePages", OFF_ON, { 1, 2 }, 1),
        },
    },
    {
        icon = "appbar.crop",
        options = {
            choice("h_page_margins", "L/R Margins", "SetPageHorizMargins", nil, SIDES, SIDES[3]),
            choice("sync_t_b_page_margins", "Sync T/B Margins", "SyncPageTopBottomMargins", OFF_ON, { 0, 1 }, 0, {
                args = { false, true },
            }),
            choice("t_page_margin", "Top Margin", "SetPageTopMargin", nil, EDGES, 15),
            choice("b_page_margin", "Bottom Margin", "SetPageBottomMargin", nil, EDGES, 15),
        },
    },
    {
        icon = "appbar.pageview",
        options = {
            choice("view_mode", "View Mode", "SetViewMode", { _("page"), _("continuous") }, { 0, 1 }, 0, {
                args = { "page", "scroll" },
            }),
            choice("block_rendering_mode", "Render Mode", "SetBlockRenderingMode",
                { _("legacy"), _("flat"), _("book"), _("web") }, { 0, 1, 2, 3 }, 2),
            choice("render_dpi", "Zoom (dpi)", "SetRenderDPI",
                { _("off"), "48", "96", "167", "212", "300" }, { 0, 48, 96, 167, 212, 300 }, 96),
            choice("line_spacing", "Line Spacing", "SetLineSpace", nil,
                { 70, 75, 80, 85, 90, 95, 100, 105, 110, 115, 120 }, 100),
        },
    },
    {
        icon = "appbar.textsize",
        options = {
            choice("font_size", "Font Size", "SetFontSize", nil, { 12, 16, 20, 22, 24, 26, 28, 30, 34, 38, 44 }, 22),
            choice("font_fine_tune", "Font Size", "ChangeSize", { _("decrease"), _("increase") }, nil, nil, {
                args = { "decrease", "increase" },
            }),
            choice("word_spacing", "Word Spacing", "SetWordSpacing", { _("small"), _("medium"), _("large") },
                { { 75, 50 }, { 95, 75 }, { 100, 90 } }, { 95, 75 }),
            choice("word_expansion", "Word Expansion", "SetWordExpansion", { _("none"), _("some"), _("more") },
                { 0, 5, 15 }, 0),
            choice("cjk_width_scaling", "CJK scaling", "SetCJKWidthScaling", { "100 %", "105 %", "110 %" },
                { 100, 105, 110 }, 100),
        },
    },
    {
        icon = "appbar.contrast",
        options = {
            choice("font_gamma", "Contrast", "SetFontGamma", nil, { 10, 15, 25, 30, 36, 43, 49, 56 }, 15),
            choice("font_base_weight", "Font Weight", "SetFontBaseWeight", nil, { -3, -2, -1, 0, 1, 2, 3 }, 0),
            choice("font_hinting", "Font Hinting", "SetFontHinting",
                { _("off"), _("native"), _("auto") }, { 0, 1, 2 }, 2),
            choice("font_kerning", "Font Kerning", "SetFontKerning",
                { _("off"), _("fast"), _("good"), _("best") }, { 0, 1, 2, 3 }, 3),
        },
    },
    {
        icon = "appbar.settings",
        options = {
            choice("status_line", "Alt Status Bar", "SetStatusLine", OFF_ON, { 1, 0 }, 1),
            choice("embedded_css", "Embedded Style", "ToggleEmbeddedStyleSheet", OFF_ON, { 0, 1 }, 1, {
                args = { false, true },
            }),
            choice("embedded_fonts", "Embedded Fonts", "ToggleEmbeddedFonts", OFF_ON, { 0, 1 }, 1, {
                args = { false, true },
                enabled_func = function(configurable)
                    return optionsutil.enableIfEquals(configurable, "embedded_css", 1)
                end,
            }),
            choice("smooth_scaling", "Image Scaling", "ToggleImageScaling", { _("fast"), _("best") }, { 0, 1 }, 0, {
                args = { false, true },
            }),
            choice("nightmode_images", "Invert Images", "ToggleNightmodeImages", OFF_ON, { 0, 1 }, 1, {
                args = { false, true },
            }),
        },
    },
}

return CreOptions

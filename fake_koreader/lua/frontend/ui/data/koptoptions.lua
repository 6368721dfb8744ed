--[[--
The panels of the bottom menu in paged books: arrays of { icon =, options = { { name =, … }, … } }.

An option of the document is `configurable[name]`, one of `values` (or `args`, where the event takes something else).
]]
-- fidelity: partial: names, events, values and defaults; help texts and what more a panel shows are left out
local optionsutil = require("ui/data/optionsutil")
local _ = require("gettext")

local function never() return false end

local function wrapped(configurable) return optionsutil.enableIfEquals(configurable, "text_wrap", 1) end

local function unwrapped(configurable) return optionsutil.enableIfEquals(configurable, "text_wrap", 0) end

local function by_hand(configurable)
    return unwrapped(configurable) and optionsutil.enableIfEquals(configurable, "zoom_mode_genus", 0)
end

-- A choice between named values.
local function choice(name, text, labels, values, default, fields)
    local option = {
        name = name, name_text = _(text), toggle = labels, values = values, args = values, default_value = default,
        name_text_hold_callback = optionsutil.showValues,
    }
    for key, value in pairs(fields or {}) do option[key] = value end
    return option
end

local OFF_ON = { _("off"), _("on") }

local KoptOptions = {
    prefix = "kopt",
    needs_redraw_on_change = true,
    {
        icon = "appbar.rotation",
        options = {
            choice("rotation_mode", "Rotation", optionsutil.rotation_labels, optionsutil.rotation_modes, 0, {
                event = "SetRotationMode",
            }),
        },
    },
    {
        icon = "appbar.crop",
        options = {
            choice("trim_page", "Page Crop", { _("none"), _("auto"), _("semi-auto"), _("manual") }, { 3, 1, 2, 0 }, 3, {
                args = { "none", "auto", "semi-auto", "manual" }, event = "PageCrop", enabled_func = unwrapped,
            }),
            choice("page_margin", "Margin", nil, { 0.05, 0.10, 0.25, 0.40, 1.00 }, 0.10, { event = "MarginUpdate" }),
            choice("auto_straighten", "Auto Straighten", { _("0°"), _("5°"), _("10°") }, { 0, 5, 10 }, 0, {
                event = "DummyEvent",
            }),
        },
    },
    {
        icon = "appbar.pagefit",
        options = {
            choice("zoom_overlap_h", "Horizontal overlap", nil, { 0, 10, 20, 30, 40, 50 }, 36, {
                event = "DefineZoom", enabled_func = by_hand,
            }),
            choice("zoom_overlap_v", "Vertical overlap", nil, { 0, 10, 20, 30, 40, 50 }, 36, {
                event = "DefineZoom", enabled_func = by_hand,
            }),
            choice("zoom_mode_type", "Fit", { _("full"), _("width"), _("height") }, { 2, 1, 0 }, 1, {
                event = "DefineZoom", enabled_func = unwrapped,
            }),
            choice("zoom_mode_genus", "Zoom to",
                { _("page"), _("content"), _("columns"), _("rows"), _("manual") }, { 4, 3, 2, 1, 0 }, 4,
                { event = "DefineZoom", enabled_func = unwrapped }),
            choice("zoom_range_number", "Columns or rows", nil, { 2, 3, 4, 5 }, 2, {
                event = "DefineZoom", enabled_func = by_hand,
            }),
            choice("zoom_factor", "Zoom factor", nil, { 0.7, 1, 1.5, 2, 3, 5, 10, 20 }, 1.5, {
                event = "DefineZoom", enabled_func = by_hand,
            }),
            choice("zoom_direction", "Direction", nil, { 7, 6, 5, 4, 3, 2, 1, 0 }, 7, {
                event = "DefineZoom", enabled_func = by_hand,
            }),
        },
    },
    {
        icon = "appbar.pageview",
        options = {
            choice("page_scroll", "View Mode", { _("page"), _("continuous") }, { 0, 1 }, 0, {
                args = { false, true }, event = "SetScrollMode",
            }),
            choice("page_gap_height", "Page Gap",
                { _("none"), _("small"), _("medium"), _("large") }, { 0, 8, 16, 32 }, 8, { event = "PageGapUpdate" }),
            choice("full_screen", "Progress Bar", OFF_ON, { 1, 0 }, 0, { event = "SetFullScreen", show = false }),
            choice("line_spacing", "Line Spacing", { _("small"), _("medium"), _("large") }, { 1.0, 1.2, 1.4 }, 1.2, {
                advanced = true, enabled_func = wrapped,
            }),
            choice("justification", "Text Align",
                { _("auto"), _("left"), _("center"), _("right"), _("full") }, { -1, 0, 1, 2, 3 }, -1,
                { advanced = true, enabled_func = wrapped }),
        },
    },
    {
        icon = "appbar.textsize",
        options = {
            choice("font_size", "Font Size", nil,
                { 0.2, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.6, 2.0 }, 1.0,
                { event = "FontSizeUpdate", enabled_func = wrapped }),
            choice("font_fine_tune", "Font Size", { _("decrease"), _("increase") }, { -0.05, 0.05 }, nil, {
                event = "FineTuningFontSize", enabled_func = wrapped,
            }),
            choice("word_spacing", "Word Gap", { _("small"), _("auto"), _("large") }, { 0.05, -1, 0.375 }, -1, {
                enabled_func = wrapped,
            }),
            choice("text_wrap", "Reflow", OFF_ON, { 0, 1 }, 0, { event = "ReflowUpdated" }),
        },
    },
    {
        icon = "appbar.contrast",
        options = {
            choice("contrast", "Contrast", nil, { 0.5, 0.8, 1.0, 1.2, 1.5, 2.0, 4.0, 8.0, 10.0, 50.0 }, 1.0, {
                event = "GammaUpdate",
            }),
            choice("page_opt", "Dewatermark", OFF_ON, { 0, 1 }, 0, { enabled_func = wrapped }),
            choice("hw_dithering", "Dithering", OFF_ON, { 0, 1 }, 0, { event = "HWDitheringUpdate", show = false }),
            choice("quality", "Render Quality", { _("low"), _("default"), _("high") }, { 0.5, 1.0, 1.5 }, 1.0, {
                advanced = true, enabled_func = wrapped,
            }),
        },
    },
    {
        icon = "appbar.settings",
        options = {
            choice("doc_language", "Document Language", { "English" }, { "eng" }, "eng", {
                event = "DocLangUpdate", show_func = never,
            }),
            choice("forced_ocr", "Forced OCR", OFF_ON, { 0, 1 }, 0, { advanced = true }),
            choice("writing_direction", "Writing Direction", { _("LTR"), _("RTL"), _("TBRTL") }, { 0, 1, 2 }, 0, {
                enabled_func = wrapped,
            }),
            choice("defect_size", "Reflow Speckle Ignore Size",
                { _("small"), _("medium"), _("large") }, { 1.0, 3.0, 5.0 }, 1.0, { enabled_func = wrapped }),
            choice("detect_indent", "Indentation", OFF_ON, { 0, 1 }, 1, { enabled_func = wrapped, show = false }),
            choice("max_columns", "Document Columns", nil, { 1, 2, 3, 4 }, 2, { enabled_func = wrapped }),
        },
    },
}

return KoptOptions

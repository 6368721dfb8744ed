-- What KOReader ships as defaults, for plugins that read them through G_defaults (specs/koreader-core.md §2.4).
-- Zones are fractions of the screen.
-- fidelity: partial: the defaults that plugins and KOReader's own specs ask for

local function zone(x, y, w, h)
    return { x = x, y = y, w = w, h = h }
end

local MiB = 1024 * 1024

-- Left and right, or top and bottom, in pixels.
local function both(size) return { size, size } end

local shipped = {
    DALPHA_SORT_CASE_INSENSITIVE = true,
    DCREREADER_CONFIG_DEFAULT_FONT_SIZE = 22,
    DCREREADER_VIEW_MODE = "page",
    DGLOBAL_CACHE_FREE_PROPORTION = 0.4,
    DGLOBAL_CACHE_SIZE_MAXIMUM = 512 * MiB,
    DGLOBAL_CACHE_SIZE_MINIMUM = 16 * MiB,
    DHINTCOUNT = 1,
    DSHOWOVERLAP = false,
    DSHOWHIDDENFILES = false,
    DLANDSCAPE_CLOCKWISE_ROTATION = true,
    DFULL_SCREEN = 1,
    DSCROLL_MODE = 0,
    DGLOBALGAMMA = 1.0,
    DRENDER_MODE = 0,
    DBACKGROUND_COLOR = 0,
    DOUTER_PAGE_COLOR = 0,
    DUSE_TURBO_LIB = false,
    DOVERLAPPIXELS = 30,
    FOLLOW_LINK_TIMEOUT = 0.5,
    FRONTLIGHT_SENSITIVITY_DECREASE = 2,
    KOBO_LIGHT_ON_START = -2,

    DCHANGE_WEST_SWIPE_TO_EAST = false,
    DCHANGE_EAST_SWIPE_TO_WEST = false,
    DGESDETECT_DISABLE_DOUBLE_TAP = true,

    DCREREADER_CONFIG_H_MARGIN_SIZES_LARGE = both(15),
    DCREREADER_CONFIG_H_MARGIN_SIZES_XXX_LARGE = both(50),
    DCREREADER_CONFIG_WORD_SPACING_SMALL = { 75, 50 },
    DCREREADER_CONFIG_WORD_SPACING_MEDIUM = { 95, 75 },
    DCREREADER_CONFIG_WORD_SPACING_LARGE = { 100, 90 },

    DTAP_ZONE_MENU = zone(0, 0, 1, 1/8),
    DTAP_ZONE_MENU_EXT = zone(1/4, 0, 2/4, 1/5),
    DTAP_ZONE_CONFIG = zone(0, 7/8, 1, 1/8),
    DTAP_ZONE_CONFIG_EXT = zone(1/4, 4/5, 2/4, 1/5),
    DTAP_ZONE_MINIBAR = zone(0, 12/13, 1, 1/13),
    DTAP_ZONE_FORWARD = zone(1/4, 0, 3/4, 1),
    DTAP_ZONE_BACKWARD = zone(0, 0, 1/4, 1),
    DTAP_ZONE_BOOKMARK = zone(7/8, 0, 1/8, 1/8),
    DTAP_ZONE_FLIPPING = zone(0, 0, 1/8, 1/8),
    DTAP_ZONE_TOP_LEFT = zone(0, 0, 1/8, 1/8),
    DTAP_ZONE_TOP_RIGHT = zone(7/8, 0, 1/8, 1/8),
    DTAP_ZONE_BOTTOM_LEFT = zone(0, 7/8, 1/8, 1/8),
    DTAP_ZONE_BOTTOM_RIGHT = zone(7/8, 7/8, 1/8, 1/8),
    DDOUBLE_TAP_ZONE_NEXT_CHAPTER = zone(1/4, 0, 3/4, 1),
    DDOUBLE_TAP_ZONE_PREV_CHAPTER = zone(0, 0, 1/4, 1),
    DSWIPE_ZONE_LEFT_EDGE = zone(0, 0, 1/8, 1),
    DSWIPE_ZONE_RIGHT_EDGE = zone(7/8, 0, 1/8, 1),
    DSWIPE_ZONE_TOP_EDGE = zone(0, 0, 1, 1/8),
    DSWIPE_ZONE_BOTTOM_EDGE = zone(0, 7/8, 1, 1/8),
}

-- Options of paged books, by the end of their names.
for name, value in pairs{
    AUTO_STRAIGHTEN = 0, CONTRAST = 1, DEFECT_SIZE = 1, DETECT_INDENT = 1, FONT_SIZE = 1, JUSTIFICATION = -1,
    LINE_SPACING = 1.2, MAX_COLUMNS = 2, PAGE_MARGIN = 0.1, RENDER_QUALITY = 1, TEXT_WRAP = 0, TRIM_PAGE = 1,
} do
    shipped["DKOPTREADER_CONFIG_" .. name] = value
end

return shipped

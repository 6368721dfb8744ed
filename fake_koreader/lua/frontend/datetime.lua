--- Durations, times and dates as text: KOReader's frontend/datetime (specs/koreader-core.md §3.2).

local _ = require("gettext")
local C_ = _.pgettext
local T = require("ffi/util").template

local THIN_SPACE, HAIR_SPACE = "\226\128\137", "\226\128\138"
local MINUTE, HOUR, DAY = 60, 3600, 86400

local datetime = {}

datetime.weekDays = { "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat" }

local MONTHS = {
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
}
local DAYS = { "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday" }

datetime.shortMonthTranslation, datetime.longMonthTranslation = {}, {}
for i = 1, #MONTHS do
    local short = MONTHS[i]:sub(1, 3)
    datetime.shortMonthTranslation[short] = _(short)
    datetime.longMonthTranslation[MONTHS[i]] = _(MONTHS[i])
end

datetime.shortDayOfWeekTranslation, datetime.shortDayOfWeekToLongTranslation = {}, {}
for i = 1, #DAYS do
    local short = DAYS[i]:sub(1, 3)
    datetime.shortDayOfWeekTranslation[short] = _(short)
    datetime.shortDayOfWeekToLongTranslation[short] = _(DAYS[i])
end

-- Days (only when wanted), hours, minutes and seconds of a duration.
local function parts(seconds, with_days)
    local days = with_days and math.floor(seconds / DAY) or 0
    local rest = seconds - days * DAY
    -- Negative hours are cut, not floored: only minutes and seconds count backwards.
    return days, (math.modf(rest / HOUR)), math.floor(rest % HOUR / MINUTE), math.floor(rest % MINUTE)
end

local function whole_minutes(seconds)
    return math.floor(seconds / MINUTE + 0.5) * MINUTE
end

--- 01:01:01, or 01:01 with rounded minutes; what is no number gives dashes.
function datetime.secondsToClock(seconds, without_seconds, with_days)
    seconds = tonumber(seconds)
    if not seconds then
        return without_seconds and "--:--" or "--:--:--"
    elseif seconds == 0 or seconds ~= seconds then
        return without_seconds and "00:00" or "00:00:00"
    end
    local days, hours, minutes, rest = parts(without_seconds and whole_minutes(seconds) or seconds, with_days)
    local text = days > 0 and T(C_("Time", "%1d"), days) or ""
    text = text .. ("%02d:%02d"):format(hours, minutes)
    return without_seconds and text or text .. (":%02d"):format(rest)
end

-- "1h 1m 1s": units from the highest that is not zero down to the last one wanted.
local function in_letters(days, hours, minutes, seconds, without_seconds, space)
    local words = {}
    if days > 0 then
        words[#words + 1] = T(C_("Time", "%1d"), days)
    end
    if hours > 0 or days > 0 then
        words[#words + 1] = T(C_("Time", "%1h"), hours)
    end
    words[#words + 1] = T(C_("Time", "%1m"), minutes)
    if not without_seconds then
        words[#words + 1] = T(C_("Time", "%1s"), seconds)
    end
    return table.concat(words, space)
end

local function in_marks(days, hours, minutes, seconds, without_seconds)
    local text = days > 0 and T(C_("Time", "%1d"), days) or ""
    if hours > 0 or days > 0 then
        text = text .. T(C_("Time", "%1h"), days > 0 and ("%02d"):format(hours) or hours) .. ("%02d'"):format(minutes)
    else
        text = text .. minutes .. "'"
    end
    return without_seconds and text or text .. ('%02d"'):format(seconds)
end

--- 1h01'01", or with `hms_format` 1h 1m 1s; raises for what is no number.
function datetime.secondsToHClock(seconds, without_seconds, hms_format, with_days, compact)
    seconds = tonumber(seconds)
    local space = compact and HAIR_SPACE or THIN_SPACE
    if without_seconds then
        seconds = whole_minutes(seconds)
    elseif seconds < MINUTE and (compact or seconds == 0) then
        local whole = math.floor(seconds)
        return hms_format and T(C_("Time", "%1s"), whole) or whole .. '"'
    end
    local days, hours, minutes, rest = parts(seconds, with_days)
    if hms_format then
        return in_letters(days, hours, minutes, rest, without_seconds, space)
    end
    return in_marks(days, hours, minutes, rest, without_seconds)
end

--- In the reader's choice of format: "modern", "letters", or a clock for anything else.
function datetime.secondsToClockDuration(format, seconds, without_seconds, with_days, compact)
    if format == "modern" or format == "letters" then
        return datetime.secondsToHClock(seconds, without_seconds, format == "letters", with_days, compact)
    end
    return datetime.secondsToClock(seconds, without_seconds, with_days)
end

--- 22:13 or 10:13 PM; a single digit of hours may be padded with a space.
function datetime.secondsToHour(seconds, twelve_hour, pad_with_spaces)
    local moment = os.date("*t", seconds)
    local hour, suffix = moment.hour, ""
    if twelve_hour then
        suffix = hour < 12 and " " .. _("AM") or " " .. _("PM")
        hour = (hour + 11) % 12 + 1
    end
    return (pad_with_spaces and "%2d:%02d%s" or "%d:%02d%s"):format(hour, moment.min, suffix)
end

--- 2023-11-14, or Tue Nov 14 2023 in the reader's language.
function datetime.secondsToDate(seconds, use_locale)
    seconds = seconds or os.time()
    if not use_locale then
        return os.date("%Y-%m-%d", seconds)
    end
    return T("%1 %2 %3", datetime.shortDayOfWeekTranslation[os.date("%a", seconds)],
        datetime.shortMonthTranslation[os.date("%b", seconds)], os.date("%d %Y", seconds))
end

--- Date and time; `twelve_hour` nil stands for the reader's setting.
function datetime.secondsToDateTime(seconds, twelve_hour, use_locale)
    seconds = seconds or os.time()
    if twelve_hour == nil then
        twelve_hour = G_reader_settings:isTrue("twelve_hour_clock")
    end
    local date = datetime.secondsToDate(seconds, use_locale)
    return date .. " " .. datetime.secondsToHour(seconds, twelve_hour, not use_locale)
end

-- The local time of fields as text; nil when they are not all there.
local function local_time(year, month, day, hour, minute, second)
    if not day then
        return nil
    end
    return os.time{
        year = year, month = month, day = day,
        hour = tonumber(hour) or 0, min = tonumber(minute) or 0, sec = tonumber(second) or 0,
    }
end

--- Of "YYYY-MM-DD" with or without " HH:MM:SS", taken as local time.
function datetime.stringToSeconds(text)
    local year, month, day, time_of_day = text:match("^(%d+)-(%d+)-(%d+)(.*)$")
    return local_time(year, month, day, (time_of_day or ""):match("(%d+):(%d+):(%d+)"))
end

--- Of "Tue, 14 Nov 2023 22:13:20 GMT", taken as local time all the same.
function datetime.stringRFC1123ToSeconds(text)
    local day, month, year, hour, minute, second = text:match("(%d+) (%a+) (%d+) (%d+):(%d+):(%d+)")
    for number, name in ipairs(MONTHS) do
        if name:sub(1, 3) == month then
            return local_time(year, number, day, hour, minute, second)
        end
    end
end

--- Of "YYYYMMDDhhmmss", taken as local time.
function datetime.stringRFC3659ToSeconds(text)
    return local_time(text:match("(%d%d%d%d)(%d%d)(%d%d)(%d%d)(%d%d)(%d%d)"))
end

--- Of "YYYY-MM-DDThh:mm:ss…", taken as local time.
function datetime.stringISO8601ToSeconds(text)
    return local_time(text:match("(%d+)-(%d+)-(%d+)T(%d+):(%d+):(%d+)"))
end

return datetime

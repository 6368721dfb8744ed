--- Unicode case, folding and normal forms: the module KOReader's base calls ffi/utf8proc (specs/koreader-core.md §3.6).

local _, host = ...
local unicode = host.unicode

local Utf8Proc = {}

local function is_ascii(s)
    return not s:find("[\128-\255]")
end

--- Case folded; composed as well unless `normalize` is false.
function Utf8Proc.lowercase(s, normalize)
    if normalize == nil or normalize then
        return Utf8Proc.lowercase_NFKC_Casefold(s)
    end
    return Utf8Proc.lowercase_dumb(s)
end

function Utf8Proc.lowercase_NFKC_Casefold(s)
    return is_ascii(s) and s:lower() or unicode.casefold(s)
end

function Utf8Proc.lowercase_dumb(s)
    return is_ascii(s) and s:lower() or unicode.lower(s)
end

function Utf8Proc.uppercase_dumb(s)
    return is_ascii(s) and s:upper() or unicode.upper(s)
end

function Utf8Proc.normalize_NFC(s)
    return is_ascii(s) and s or unicode.normalize("NFC", s)
end

--- How many characters there are before the first invalid byte, and whether there is none.
function Utf8Proc.count(s)
    return unicode.count(s)
end

return Utf8Proc

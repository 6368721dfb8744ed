--- Random identifiers: KOReader's frontend/random (specs/koreader-core.md §3.3).
-- Seeded by the device's own wall clock when first required, so equal runs draw equal numbers.

local random = {}

function random.seed()
    math.randomseed(os.time())
end

--- A version 4 UUID: 32 upper-case hex digits, or 36 characters with dashes.
function random.uuid(with_dash)
    local digits = {}
    for i = 1, 32 do
        if i == 13 then
            digits[i] = "4"
        elseif i == 17 then
            digits[i] = ("%X"):format(8 + math.random(0, 3))
        else
            digits[i] = ("%X"):format(math.random(0, 15))
        end
    end
    local uuid = table.concat(digits)
    if with_dash then
        return (uuid:gsub("^(%x%x%x%x%x%x%x%x)(%x%x%x%x)(%x%x%x%x)(%x%x%x%x)", "%1-%2-%3-%4-"))
    end
    return uuid
end

random.seed()

return random

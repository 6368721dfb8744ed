--- What a shell computes in `$((…))`: whole numbers, `+ - * / %`, parentheses and signs.

local not_emulated = require("not_emulated")

local LEVELS = { { ["+"] = true, ["-"] = true }, { ["*"] = true, ["/"] = true, ["%"] = true } }

local function calculate(operator, left, right)
    if operator == "+" then return left + right end
    if operator == "-" then return left - right end
    if operator == "*" then return left * right end
    local quotient = left / right
    quotient = quotient < 0 and math.ceil(quotient) or math.floor(quotient)
    return operator == "/" and quotient or left - quotient * right
end

--- The value of an expression as text.
local function evaluate(text)
    local at = 1
    local function peek()
        at = text:find("%S", at) or #text + 1
        return text:sub(at, at)
    end
    local expression
    local function operand()
        local char = peek()
        if char == "(" then
            at = at + 1
            local value = expression(1)
            peek()
            at = at + 1
            return value
        elseif char == "-" then
            at = at + 1
            return -operand()
        end
        local digits = text:match("^%d+", at)
        if not digits then not_emulated("io.popen", "$((" .. text .. "))") end
        at = at + #digits
        return tonumber(digits)
    end
    function expression(level)
        if not LEVELS[level] then return operand() end
        local value = expression(level + 1)
        while LEVELS[level][peek()] do
            local operator = peek()
            at = at + 1
            value = calculate(operator, value, expression(level + 1))
        end
        return value
    end
    return string.format("%d", expression(1))
end

return evaluate

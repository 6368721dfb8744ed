--- The plural rule of a catalogue: C's expression over `n` as a Lua function.
-- Understands numbers, n, parentheses, ! % * / + - comparisons, && || and ?:.

local LEVELS = {
    { "||" }, { "&&" }, { "==", "!=" }, { "<=", ">=", "<", ">" }, { "+", "-" }, { "*", "/", "%" },
}

local function truth(condition)
    return condition and 1 or 0
end

local OPERATIONS = {
    ["||"] = function(a, b) return truth(a ~= 0 or b ~= 0) end,
    ["&&"] = function(a, b) return truth(a ~= 0 and b ~= 0) end,
    ["=="] = function(a, b) return truth(a == b) end,
    ["!="] = function(a, b) return truth(a ~= b) end,
    ["<="] = function(a, b) return truth(a <= b) end,
    [">="] = function(a, b) return truth(a >= b) end,
    ["<"] = function(a, b) return truth(a < b) end,
    [">"] = function(a, b) return truth(a > b) end,
    ["+"] = function(a, b) return a + b end,
    ["-"] = function(a, b) return a - b end,
    ["*"] = function(a, b) return a * b end,
    ["/"] = function(a, b) return math.floor(a / b) end,
    ["%"] = function(a, b) return a % b end,
}

local Parser = {}
Parser.__index = Parser

-- Whether the next token is `token`, which is then taken.
function Parser:take(token)
    local first = self.text:find("%S", self.at)
    if first and self.text:sub(first, first + #token - 1) == token then
        self.at = first + #token
        return true
    end
    return false
end

function Parser:expect(token)
    if not self:take(token) then
        error("a plural rule lacks " .. token, 0)
    end
end

function Parser:unary()
    if self:take("!") then
        local operand = self:unary()
        return function(n) return truth(operand(n) == 0) end
    elseif self:take("(") then
        local inner = self:choice()
        self:expect(")")
        return inner
    elseif self:take("n") then
        return function(n) return n end
    end
    local digits, behind = self.text:match("^%s*(%d+)()", self.at)
    if not digits then
        error("a plural rule cannot be read", 0)
    end
    self.at = behind
    local number = tonumber(digits)
    return function() return number end
end

function Parser:binary(level)
    local tokens = LEVELS[level]
    if not tokens then
        return self:unary()
    end
    local left = self:binary(level + 1)
    while true do
        local operation
        for _, token in ipairs(tokens) do
            if not operation and self:take(token) then
                operation = OPERATIONS[token]
            end
        end
        if not operation then
            return left
        end
        local first, second = left, self:binary(level + 1)
        left = function(n) return operation(first(n), second(n)) end
    end
end

function Parser:choice()
    local condition = self:binary(1)
    if not self:take("?") then
        return condition
    end
    local yes = self:choice()
    self:expect(":")
    local no = self:choice()
    return function(n)
        return condition(n) ~= 0 and yes(n) or no(n)
    end
end

--- A function from a number to the index of its plural form, or nil for an expression that cannot be read.
return function(expression)
    local parser = setmetatable({ text = expression, at = 1 }, Parser)
    local ok, rule = pcall(parser.choice, parser)
    return ok and rule or nil
end

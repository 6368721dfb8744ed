return {
    source = { string = function(text)
        local given = false
        return function()
            if given then return nil end
            given = true
            return text
        end
    end },
    sink = { table = function(parts)
        return function(chunk)
            if chunk then parts[#parts + 1] = chunk end
            return 1
        end, parts
    end },
}

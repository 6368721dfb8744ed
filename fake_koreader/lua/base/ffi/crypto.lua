--- Keys from passwords: the module KOReader's base calls ffi/crypto (specs/koreader-core.md §3.5).
-- fidelity: partial: PBKDF2 with HMAC-SHA1; the ciphers are loud

local _, host = ...

local crypto = {}

--- `size` bytes derived from a password by PBKDF2 with HMAC-SHA1.
function crypto.pbkdf2_hmac_sha1(password, salt, iterations, size)
    local key, failure = host.digest.pbkdf2("sha1", password, salt, iterations, size)
    if not key then
        error(failure, 2)
    end
    return key
end

return setmetatable(crypto, {
    __index = function(_, member)
        require("not_emulated")("ffi/crypto", member)
    end,
})

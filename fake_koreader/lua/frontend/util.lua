--- Helpers for everybody: KOReader's frontend/util (specs/koreader-core.md §3.1).
-- One table of plain functions, put together from its four subjects under utilparts/.

local util = {}

for _, subject in ipairs{ "tables", "text", "markup", "files" } do
    for name, member in pairs(require("utilparts/" .. subject)) do
        util[name] = member
    end
end

return util

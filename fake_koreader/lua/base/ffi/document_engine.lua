--- The engines that read books (crengine, MuPDF): a thin face of `host.document`.
local _, host = ...

return host.document

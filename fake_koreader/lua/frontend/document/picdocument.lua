--- A picture on its own, a book of one page (KOReader: document/picdocument).
-- fidelity: partial: one page with its size; drawing is loud
local PdfDocument = require("document/pdfdocument")

return PdfDocument:extend{
    provider = "picdocument",
    provider_name = "Picture Document",
    is_pdf = false,
    is_pic = true,
}

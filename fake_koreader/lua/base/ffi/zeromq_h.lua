--- Declarations of KOReader's ffi/zeromq_h: none is needed, and `ffi.C` refuses its functions by name.

return true

--- Declarations of KOReader's ffi/zlib_h: none is needed, and `ffi.C` refuses its functions by name.

return true

--- Declarations of KOReader's ffi/lodepng_h: none is needed, and `ffi.C` refuses its functions by name.

return true

--- Declarations of KOReader's ffi/linux_input_h: none is needed, and `ffi.C` refuses its functions by name.

return true

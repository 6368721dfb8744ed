--- The constants of KOReader's ffi/posix_h. Its functions are not declared: `ffi.C` offers only what is emulated,
-- and everything else there fails by its name.

require("ffi").cdef([[
    static const int EINTR = 4;
    static const int ENOMEM = 12;
    static const int EAGAIN = 11;
    static const int EINVAL = 22;
    static const int EPIPE = 32;
    static const int ETIME = 62;
    static const int O_RDONLY = 0;
    static const int O_WRONLY = 1;
    static const int O_RDWR = 2;
    static const int O_CREAT = 64;
    static const int O_TRUNC = 512;
    static const int O_NONBLOCK = 2048;
    static const int O_CLOEXEC = 524288;
    static const int CLOCK_REALTIME = 0;
    static const int CLOCK_MONOTONIC = 1;
    static const int CLOCK_BOOTTIME = 7;
]])

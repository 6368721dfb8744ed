--- Types and constants of KOReader's ffi/posix_h. Functions are not declared: `ffi.C` offers only what is emulated,
-- and everything else there fails by its name.

require("ffi").cdef([[
    typedef int clockid_t;
    struct timeval {
        long tv_sec;
        long tv_usec;
    };
    struct timespec {
        long tv_sec;
        long tv_nsec;
    };
    struct pollfd {
        int fd;
        short events;
        short revents;
    };
    static const int ENOENT = 2;
    static const int EINTR = 4;
    static const int EEXIST = 17;
    static const int ENOMEM = 12;
    static const int EAGAIN = 11;
    static const int EINVAL = 22;
    static const int EPIPE = 32;
    static const int ETIME = 62;
    static const int O_RDONLY = 0;
    static const int O_WRONLY = 1;
    static const int O_RDWR = 2;
    static const int O_CREAT = 64;
    static const int O_EXCL = 128;
    static const int O_TRUNC = 512;
    static const int O_APPEND = 1024;
    static const int SEEK_SET = 0;
    static const int SEEK_CUR = 1;
    static const int SEEK_END = 2;
    static const int SIGTERM = 15;
    static const int SIGKILL = 9;
    static const int WNOHANG = 1;
    static const int O_NONBLOCK = 2048;
    static const int O_CLOEXEC = 524288;
    static const int CLOCK_REALTIME = 0;
    static const int CLOCK_MONOTONIC = 1;
    static const int CLOCK_BOOTTIME = 7;
]])

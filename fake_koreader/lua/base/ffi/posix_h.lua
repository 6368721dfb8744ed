--- Types and constants of KOReader's ffi/posix_h as they are on 64-bit Linux. Functions are not declared: `ffi.C` has
-- what is emulated by its name, and everything else there fails by its name.

local ffi = require("ffi")

local CONSTANTS = [[
EPERM=1 EINTR=4 EAGAIN=11 ENODEV=19 EINVAL=22 EPIPE=32 ENOSYS=38 ETIME=62 ETIMEDOUT=110
O_RDONLY=0 O_WRONLY=1 O_RDWR=2 O_CREAT=64 O_TRUNC=512 O_APPEND=1024 O_NONBLOCK=2048 O_CLOEXEC=524288
F_OK=0 X_OK=1 W_OK=2 R_OK=4 SEEK_SET=0 SEEK_CUR=1 SEEK_END=2 PATH_MAX=4096
S_IRWXU=448 S_IRUSR=256 S_IWUSR=128 S_IXUSR=64 S_IRWXG=56 S_IRGRP=32 S_IWGRP=16 S_IXGRP=8
S_IRWXO=7 S_IROTH=4 S_IWOTH=2 S_IXOTH=1
CLOCK_REALTIME=0 CLOCK_MONOTONIC=1 CLOCK_REALTIME_COARSE=5 CLOCK_MONOTONIC_COARSE=6 CLOCK_BOOTTIME=7
POLLIN=1 POLLOUT=4 POLLERR=8 POLLHUP=16 F_SETFD=2 F_GETFL=3 F_SETFL=4 FD_CLOEXEC=1 FIONREAD=21531
WNOHANG=1 PRIO_PROCESS=0 PRIO_PGRP=1 PRIO_USER=2
AF_UNIX=1 AF_INET=2 AF_INET6=10 SOCK_DGRAM=2 SOCK_RAW=3 MAP_SHARED=1 PROT_READ=1 PROT_WRITE=2
]]

local declarations = {}
for name, value in CONSTANTS:gmatch("([%w_]+)=(%d+)") do
    declarations[#declarations + 1] = "static const unsigned " .. name .. " = " .. value .. ";"
end
ffi.cdef(table.concat(declarations))

local LONGS = "suseconds_t time_t blkcnt_t blksize_t off_t"
local UNSIGNED = "useconds_t id_t gid_t uid_t mode_t"
local UNSIGNED_LONGS = "dev_t ino_t nlink_t fsblkcnt_t fsfilcnt_t"
for kind, names in pairs{ ["long"] = LONGS, ["unsigned"] = UNSIGNED, ["unsigned long"] = UNSIGNED_LONGS } do
    for name in names:gmatch("%S+") do ffi.cdef("typedef " .. kind .. " " .. name .. ";") end
end

local function record(name, fields)
    ffi.cdef("struct " .. name .. " { " .. fields .. " };")
end

ffi.cdef("typedef int clockid_t; typedef int pid_t; typedef unsigned long nfds_t;")
record("timeval", "time_t tv_sec; suseconds_t tv_usec;")
record("timespec", "time_t tv_sec; long tv_nsec;")
record("timezone", "int tz_minuteswest; int tz_dsttime;")
record("pollfd", "int fd; short events; short revents;")
record("tm", "int tm_sec, tm_min, tm_hour, tm_mday, tm_mon, tm_year, tm_wday, tm_yday, tm_isdst; long tm_gmtoff; "
    .. "const char *tm_zone;")
record("stat", "dev_t st_dev; ino_t st_ino; nlink_t st_nlink; mode_t st_mode; uid_t st_uid; gid_t st_gid; int __pad0; "
    .. "dev_t st_rdev; off_t st_size; blksize_t st_blksize; blkcnt_t st_blocks; struct timespec st_atim; "
    .. "struct timespec st_mtim; struct timespec st_ctim; long __unused[3];")
record("statvfs", "unsigned long f_bsize, f_frsize; fsblkcnt_t f_blocks, f_bfree, f_bavail; fsfilcnt_t f_files, "
    .. "f_ffree, f_favail; unsigned long f_fsid, f_flag, f_namemax; unsigned f_type; int __f_spare[5];")

return true

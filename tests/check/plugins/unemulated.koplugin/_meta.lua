return { name = "unemulated", fullname = "unemulated", description = "uses what is not emulated, bare and protected" }

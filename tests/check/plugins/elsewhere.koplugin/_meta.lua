return { name = "elsewhere", fullname = "elsewhere", description = "switches itself off" }

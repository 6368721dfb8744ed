return { name = "telling", fullname = "telling", description = "writes its token into the log" }

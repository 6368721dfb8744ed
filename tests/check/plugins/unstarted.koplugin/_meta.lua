return { name = "unstarted", fullname = "unstarted", description = "fails in its init" }

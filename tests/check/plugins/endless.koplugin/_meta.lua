return { name = "endless", fullname = "endless", description = "computes for ever" }

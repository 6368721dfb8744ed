return { name = "clean", fullname = "clean", description = "does everything as it should" }

return { name = "broken", fullname = "broken", description = "does not compile" }

return { name = "swallowing", fullname = "swallowing", description = "has handlers that fail" }

return { name = "tapped", fullname = "tapped", description = "fails only when it is tapped" }

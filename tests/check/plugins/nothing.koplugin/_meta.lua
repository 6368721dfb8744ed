return { name = "nothing", fullname = "nothing", description = "returns nothing" }

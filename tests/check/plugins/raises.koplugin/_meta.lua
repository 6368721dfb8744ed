return { name = "raises", fullname = "raises", description = "fails while it is loaded" }

return { name = "freezing", fullname = "freezing", description = "waits where nobody else can do anything" }

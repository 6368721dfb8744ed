return { name = "spoiling", fullname = "spoiling", description = "writes settings that cannot be read" }

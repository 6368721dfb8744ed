return { name = "crashing", fullname = "crashing", description = "fails in a task and in a menu" }

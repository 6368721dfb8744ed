return { name = "leaving", fullname = "leaving", description = "leaves a task behind" }

return { name = "leaking", fullname = "leaking", description = "forgets a local" }

return { name = "radio", fullname = "radio", description = "asks the network without looking whether there is one" }

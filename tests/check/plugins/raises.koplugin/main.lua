local settings = nil
return settings.name

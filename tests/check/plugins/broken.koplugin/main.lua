local Broken = {
return Broken

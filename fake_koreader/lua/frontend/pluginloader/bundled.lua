--- Names of the plugins that come with KOReader: all others are the user's.
local names = {}
for name in ([[
archiveviewer autodim autofrontlight autostandby autosuspend autoturn autowarmth batterystat bookshortcuts calibre
coverbrowser coverimage docsettingtweak exporter externalkeyboard gestures hello hotkeys httpinspector japanese
keepalive kosync movetoarchive newsdownloader opds perceptionexpander profiles qrclipboard readtimer SSH statistics
systemstat terminal texteditor timesync vocabbuilder wallabag
]]):gmatch("%S+") do
    names[name] = true
end
return names

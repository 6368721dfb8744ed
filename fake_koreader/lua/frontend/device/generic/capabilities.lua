--[[--
What a device can do, as methods without effect that answer yes or no (koreader-core.md §6.1).
The defaults hold for a device of which nothing is known.
]]
local function yes() return true end
local function no() return false end

local DEFAULT_YES = {
    "hasBattery", "hasExitOptions", "hasWifiToggle", "hasSeamlessWifiToggle", "isDefaultFullscreen", "hasClipboard",
    "hasEinkScreen", "canUseCBB", "canUseWAL", "canRestart", "needsScreenRefreshAfterResume",
}

local DEFAULT_NO = {
    "hasAuxBattery", "hasKeyboard", "hasKeys", "hasScreenKB", "hasSymKey", "canKeyRepeat", "hasDPad",
    "useDPadAsActionKeys", "supportsGamepad", "hasFewKeys", "hasWifiManager", "hasWifiRestore",
    "isHapticFeedbackEnabled", "isDeprecated",
    "isTouchDevice", "hasFrontlight", "hasNaturalLight", "hasNaturalLightMixer", "hasNaturalLightApi", "hasExternalSD",
    "canHWDither", "canHWInvert", "hasKaleidoWfm", "canDoSwipeAnimation", "canModifyFBInfo", "hasColorScreen",
    "hasBGRFrameBuffer", "canImportFiles", "canShareText",
    "hasGSensor", "isGSensorLocked", "canToggleMassStorage",
    "canToggleChargingLED", "canSuspend", "canStandby", "canPowerSaveWhileCharging", "canReboot", "canPowerOff",
    "canAssociateFileExtensions", "hasOTAUpdates", "hasOTARunning", "hasFastWifiStatusQuery", "hasSystemFonts",
    "canOpenLink", "openLink", "canExternalDictLookup", "isAlwaysPortrait", "isAndroid", "isCervantes", "isKindle",
    "isKobo",
    "isPocketBook", "isRemarkable", "isSonyPRSTUX", "isSDL", "isEmulator", "isDesktop", "isTouchInputReversed",
    "hasLightSensor", "isB300", "hasReliableMxcWaitFor", "hasEclipseWfm", "isMTK", "isSunxi", "hasUSBKeyboardSupport",
}

-- Facts of the profile that decide a capability.
local BY_FACT = {
    isTouchDevice = "touch", hasKeys = "keys", hasKeyboard = "keyboard", hasDPad = "dpad", hasEinkScreen = "eink",
    hasColorScreen = "color", hasFrontlight = "frontlight", hasNaturalLight = "natural_light",
    hasWifiToggle = "wifi_toggle", hasWifiManager = "wifi_manager", hasWifiRestore = "wifi_restore",
    hasFastWifiStatusQuery = "fast_wifi_status", canRestart = "can_restart", canSuspend = "can_suspend",
    canStandby = "can_standby", canReboot = "can_reboot", canPowerOff = "can_power_off",
    canToggleMassStorage = "usb_storage", hasOTAUpdates = "ota_updates", hasExternalSD = "external_sd",
    canOpenLink = "open_link", canShareText = "share_text",
}

local BY_PLATFORM = {
    kobo = { "isKobo", "canHWInvert" },
    kindle = { "isKindle" },
    android = { "isAndroid" },
    pocketbook = { "isPocketBook" },
    emulator = { "isSDL", "isEmulator", "hasNaturalLightApi", "hasSystemFonts" },
}

--- Give a device class its capabilities. @tparam table profile facts of the machine
return function(Device, profile)
    for _, name in ipairs(DEFAULT_NO) do Device[name] = no end
    for _, name in ipairs(DEFAULT_YES) do Device[name] = yes end
    for name, fact in pairs(BY_FACT) do
        local value = profile[fact]
        if value ~= nil then Device[name] = value and yes or no end
    end
    for _, name in ipairs(BY_PLATFORM[profile.platform] or {}) do Device[name] = yes end
    Device.hasMultitouch = Device.isTouchDevice
    Device.hasSeamlessWifiToggle = profile.wifi_toggle and profile.wifi_seamless_toggle and yes or no
end

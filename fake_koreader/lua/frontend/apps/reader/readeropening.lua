--- How ReaderUI opens a book (specs/koreader-ui.md §4.2).
local ConfirmBox = require("ui/widget/confirmbox")
local Device = require("device")
local DocumentRegistry = require("document/documentregistry")
local Event = require("ui/event")
local Geom = require("ui/geometry")
local InfoMessage = require("ui/widget/infomessage")
local UIManager = require("ui/uimanager")
local ffiutil = require("ffi/util")
local lfs = require("libs/libkoreader-lfs")
local logger = require("logger")
local util = require("util")
local _ = require("gettext")
local T = ffiutil.template

local function say(text)
    UIManager:show(InfoMessage:new{ text = text })
end

-- A real device reads more kinds of files than this one: those are refused loudly, what no device reads politely.
local function refuseIfNotEmulated(file)
    local why = select(2, require("ffi/document_engine").open(file))
    if why and why:find("not emulated", 1, true) then
        require("not_emulated")("document/documentregistry", "." .. util.getFileNameSuffix(file) .. " files")
    end
end

-- What was kept of a book under its fingerprint when its sidecar was lost or left behind.
local function archivedSettings(file)
    local DocSettings = require("docsettings")
    if not G_reader_settings:isTrue("document_metadata_archive") or DocSettings:hasSidecarFile(file) then return nil end
    local digest = util.partialMD5(file)
    local folder = require("datastorage"):getDataDir() .. "/archive"
    local path = digest and ("%s/%s/%s.lua"):format(folder, digest:sub(1, 2), digest)
    return path and util.fileExists(path) and path or nil
end

local function offerArchive(file, archive, go_on)
    local DocSettings = require("docsettings")
    UIManager:show(ConfirmBox:new{
        text = _("Archived metadata exist for this document. Restore them?"),
        ok_text = _("Restore"),
        cancel_text = _("Discard"),
        ok_callback = function()
            local settings = DocSettings:open(file)
            for key, value in pairs(DocSettings.openSettingsFile(archive).data) do settings:saveSetting(key, value) end
            settings:saveSetting("doc_path", file)
            settings:flush()
            go_on()
        end,
        cancel_callback = go_on,
    })
end

return function(ReaderUI)
    --- Open a book, whatever is open.
    -- @tparam bool seamless without the message
    -- @tparam function after_open_callback called with the new ReaderUI
    function ReaderUI:showReader(file, provider, seamless, is_provider_forced, after_open_callback)
        if lfs.attributes(file, "mode") ~= "file" then
            say(T(_("File '%1' does not exist."), file))
            return
        end
        if not provider and not DocumentRegistry:hasProvider(file) then
            refuseIfNotEmulated(file)
            say(T(_("File '%1' is not supported."), file))
            self:showFileManager(file)
            return
        end
        local function go_on()
            self:_announceAndOpen(file, provider, seamless, is_provider_forced, after_open_callback)
        end
        local archive = archivedSettings(file)
        if archive then
            offerArchive(file, archive, go_on)
        else
            go_on()
        end
    end

    --- The engine for a file, as chosen or by its kind.
    function ReaderUI:extendProvider(file, provider)
        return provider or DocumentRegistry:getProvider(file)
    end

    function ReaderUI:_announceAndOpen(file, provider, seamless, is_provider_forced, after_open_callback)
        provider = self:extendProvider(file, provider, is_provider_forced)
        UIManager:broadcastEvent(Event:new("ShowingReader"))
        UIManager:show(InfoMessage:new{
            text = T(_("Opening file '%1'."), file), timeout = 0, invisible = seamless,
        })
        UIManager:forceRePaint()
        UIManager:nextTick(function()
            self:showReaderCoroutine(file, provider, seamless, is_provider_forced, after_open_callback)
        end)
    end

    -- A coroutine, because a question to the reader may have to be answered half way.
    function ReaderUI:showReaderCoroutine(file, provider, seamless, is_provider_forced, after_open_callback)
        local opening = coroutine.create(function()
            self:doShowReader(file, provider, seamless, is_provider_forced, after_open_callback)
        end)
        local ok, message = coroutine.resume(opening)
        if ok then return end
        local traceback = debug.traceback(opening, tostring(message))
        io.stderr:write(traceback, "\n")
        logger.err("the reader could not be built:", message)
        require("ffi/tracer").emit("lua.error", "where", tostring(message):match("^(.-:%d+):") or "?",
            "message", tostring(message), "traceback", traceback, "fatal", false)
        Device.input:inhibitInput(false)
        self:_apologise(file)
    end

    function ReaderUI:_apologise(file)
        self:showFileManager(file)
        say(_("No reader engine for this file or invalid file."))
    end

    --- Build the reader around a book, without announcement.
    function ReaderUI:doShowReader(file, provider, seamless, is_provider_forced, after_open_callback)
        local document = DocumentRegistry:openDocument(file, provider)
        if not document then
            self:_apologise(file)
            return
        end
        if document.is_locked and not self:_unlock(document) then return end
        document.is_provider_forced = is_provider_forced
        local reader = ReaderUI:new{
            dimen = Geom:new(Device.screen:getSize()),
            covers_fullscreen = true,
            document = document,
            reloading = self.reloading_next,
            after_open_callback = after_open_callback,
        }
        ReaderUI.reloading_next = nil
        Device.screen:setWindowTitle(reader.doc_props.display_title)
        Device:notifyBookState(reader.doc_props.display_title, document)
        -- There is one left when a plugin kept the announcement from it.
        local FileManager = package.loaded["apps/filemanager/filemanager"]
        if FileManager and FileManager.instance then FileManager.instance:onClose() end
        UIManager:show(reader, seamless and "ui" or "full")
    end

    -- Ask for the password of a locked book. @treturn bool whether it is open now
    function ReaderUI:_unlock()
        require("not_emulated")("document/document", "unlock with a password")
    end
end

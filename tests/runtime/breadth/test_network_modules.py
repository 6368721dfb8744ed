"""ui/translator, ui/message/*, ui/quickstart."""

from __future__ import annotations

import pytest


def answering(world, replies: str) -> str:
    """Lua that answers requests from a table: address part → code and body."""
    return f"""
    local replies = {replies}
    asked = {{}}
    package.loaded["socket.http"].request = function(request)
        asked[#asked + 1] = request.url
        for part, reply in pairs(replies) do
            if request.url:find(part, 1, true) then
                if reply.body then request.sink(reply.body) end
                request.sink(nil)
                return 1, reply.code, {{ location = reply.location, ["content-type"] = reply.kind }}, "status line"
            end
        end
        return nil, "connection refused"
    end
    """


TRANSLATION = """{ ["translate.googleapis.com"] = { code = 200, body =
'[[["Guten ","Good ",null],["Tag","day",null]],null,"en"]' } }"""


@pytest.fixture
def web(world):
    world.run('require("socket.http")')
    return world


def test_a_translation(web):
    lines = web.run(
        answering(web, TRANSLATION)
        + """
        local Translator = require("ui/translator")
        print((Translator:translate("Good day & more", "de", "auto")))
        print(asked[1])
        print(Translator:detect("Good day"))
        """
    )
    assert lines[0] == "Guten Tag"
    assert lines[1].startswith("https://translate.googleapis.com/translate_a/single?")
    assert "q=Good%20day%20%26%20more" in lines[1]
    assert "tl=de" in lines[1]
    assert lines[2] == "en"


def test_no_translation_without_a_reply(web):
    lines = web.run(
        answering(web, "{}")
        + 'print(require("ui/translator"):translate("a")) print(require("ui/translator"):detect("a"))'
    )
    assert lines == ["nil", "en"]


def test_languages_of_the_translator(web):
    lines = web.run(
        """
        local Translator = require("ui/translator")
        print(Translator:getSourceLanguage(), Translator:getTargetLanguage())
        G_reader_settings:saveSetting("language", "fr_FR")
        print(Translator:getTargetLanguage(), Translator:getLanguageName("de"), Translator:getLanguageName("xx", "?"))
        G_reader_settings:saveSetting("translator_to_language", "es")
        G_reader_settings:makeFalse("translator_from_auto_detect")
        G_reader_settings:saveSetting("translator_from_language", "it")
        print(Translator:getSourceLanguage(), Translator:getTargetLanguage())
        local menu = Translator:genSettingsMenu().sub_item_table[1]
        print(menu.text_func())
        """
    )
    assert lines == ["auto\ten", "fr\tGerman\t?", "it\tes", "Translate to: Spanish"]


def test_a_server_that_nobody_calls(web):
    lines = web.run(
        """
        local Server = require("ui/message/simpletcpserver")
        local server = Server:new{ host = "*", port = 8080, receiveCallback = function() print("called") end }
        print(server:start())
        print(server:waitEvent())
        require("ui/uimanager"):insertZMQ(server)
        require("ui/uimanager"):removeZMQ(server)
        server:stop()
        print(server.server, server:waitEvent())
        """
    )
    assert lines == ["true", "nil", "nil\tnil"]


def test_the_quickstart_guide(web):
    lines = web.run(
        """
        local QuickStart = require("ui/quickstart")
        print(QuickStart:isShown())
        local path = QuickStart:getQuickStart()
        print(require("util").fileExists(path), path:match("[^/]+$"), QuickStart:isShown())
        """
    )
    assert lines == ["false", "true\tquickstart-en.html\ttrue"]

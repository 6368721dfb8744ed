return require("ui/widget/container/widgetcontainer"):extend{ kind = "question" }

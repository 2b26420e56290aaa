"""Pictures besides the blueprint: the free-form graph, the sponsorship spine, who influences whom."""

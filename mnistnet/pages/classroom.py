"""A class that draws together: its wall, its tasks, what the network makes of all of it."""

from mnistnet.ui.frame import headline
from mnistnet.ui.i18n import t

headline(t("class_page.headline"))

//! The keyboard's short ways.

pub const TITLE: &str = "键盘快捷键";
pub const OPEN: &str = "看键盘快捷键";
pub const NOT_WHILE_TYPING: &str = "正在输入框里打字时，这些键照常打字。";
const BRANCHES: &str = "g b";
const INBOX: &str = "g i";
const PASS: &str = "a";
const REFUSE: &str = "r";
/// The keys that only those above the branches have.
pub const ABOVE: [&str; 4] = [INBOX, BRANCHES, PASS, REFUSE];
/// Keys, and what they do.
pub const ALL: &[(&str, &str)] = &[
    ("/", "搜任务"),
    ("g t", "到“今日”"),
    ("g l", "到“台账”"),
    (INBOX, "到“待办核验”"),
    (BRANCHES, "到“支部”"),
    ("g s", "到“同步”"),
    ("n", "新增任务"),
    ("j", "下一行"),
    ("k", "上一行"),
    ("Enter", "打开这一行"),
    (PASS, "待办核验里：通过这一项"),
    (REFUSE, "待办核验里：退回这一项，写原因"),
    ("Esc", "离开输入框、关上、返回"),
    ("?", "看这张表"),
];

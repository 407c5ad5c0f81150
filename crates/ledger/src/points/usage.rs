//! What a score must never look at: how anybody uses the app.
//!
//! Public rules against formalism at the fingertips (指尖上的形式主义) forbid points for signing in, for time online and
//! for being tracked. No source of points knows any of it; here the names are refused too, so that nobody writes such a
//! part by hand.

/// Words of ids that tell of use, alone.
const TOKENS: &[&str] = &[
    "login", "logins", "logon", "signin", "checkin", "checkins", "clockin", "punch", "online", "usage", "gps", "clicks",
];
/// Two words of ids in a row that do.
const PAIRS: &[(&str, &str)] = &[
    ("log", "in"),
    ("log", "on"),
    ("sign", "in"),
    ("check", "in"),
    ("clock", "in"),
    ("app", "use"),
    ("screen", "time"),
    ("active", "days"),
    ("active", "time"),
];
/// Chinese words that do, wherever they stand in a name.
const WORDS: &[&str] = &[
    "登录",
    "登陆",
    "在线",
    "打卡",
    "签到",
    "刷屏",
    "点击",
    "定位",
    "活跃",
    "日活",
    "使用次数",
    "使用时长",
    "使用率",
    "使用情况",
    "使用软件",
    "使用平台",
    "使用系统",
    "使用台账",
    "软件使用",
    "平台使用",
    "系统使用",
    "台账使用",
    "应用使用",
    "轨迹",
    "访问",
    "浏览",
    "时长",
    "停留",
    "截屏",
    "截图",
    "转发",
    "点赞",
];
/// What has such a word in it and tells of work.
const WORK: &[&str] = &["信访问题", "走访问需", "服务时长", "培训时长"];
/// Chinese words that do when they are the whole name.
const WHOLE: &[&str] = &["使用", "使用分", "使用积分"];

/// The word in an id or a name by which it would score the use of the app.
pub fn of_use(name: &str) -> Option<&str> {
    let name = name.trim();
    WHOLE.iter().find(|word| **word == name).map(|_| name).or_else(|| chinese(name)).or_else(|| latin(name))
}

fn chinese(name: &str) -> Option<&str> {
    let is_work = |at: usize, length: usize| {
        let mut phrases = WORK.iter().flat_map(|phrase| name.match_indices(phrase));
        phrases.any(|(from, phrase)| from <= at && at + length <= from + phrase.len())
    };
    let told = |word: &&str| name.match_indices(*word).find(|(at, found)| !is_work(*at, found.len()));
    WORDS.iter().find_map(|word| told(word).map(|(_, found)| found))
}

fn latin(name: &str) -> Option<&str> {
    let is = |token: &str, word: &str| token.eq_ignore_ascii_case(word);
    let tokens: Vec<&str> = name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|one| !one.is_empty()).collect();
    let alone = tokens.iter().find(|token| TOKENS.iter().any(|word| is(token, word)));
    let pair = || {
        let pairs = tokens.iter().zip(tokens.iter().skip(1));
        let mut found = pairs.filter(|(one, other)| PAIRS.iter().any(|pair| is(one, pair.0) && is(other, pair.1)));
        found.next().map(|_| name)
    };
    alone.copied().or_else(pair)
}

#[cfg(test)]
mod tests {
    use super::of_use;

    #[test]
    fn use_of_the_app_is_recognised_and_work_is_not() {
        for name in [
            "logins",
            "daily_check_in",
            "Online",
            "app_use",
            "登录次数",
            "在线时长",
            "每日打卡",
            "使用",
            "会议签到",
            "行动轨迹",
            "页面访问量",
        ] {
            assert!(of_use(name).is_some(), "{name}");
        }
        for name in [
            "baseline",
            "checklist",
            "log_book",
            "in_time",
            "补助资金使用",
            "登记台账",
            "按期销号",
            "查实的信访问题一件扣2分",
            "志愿服务时长",
            "party_member_punctual",
        ] {
            assert_eq!(of_use(name), None, "{name}");
        }
    }
}

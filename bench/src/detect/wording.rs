//! The words that branches of the drawn county write. Every clause is drawn anew from who, when, what, where and how it
//! is seen, so that texts share turns of phrase, as real ones do, and seldom more. There are far fewer turns of phrase
//! than in a real county, which makes it harder to tell texts apart.

use crate::workload::Rng;

const WHO: &[&str] = &[
    "支部书记",
    "组织委员",
    "宣传委员",
    "纪检委员",
    "村委会副主任",
    "妇联主席",
    "驻村第一书记",
    "党务工作者",
    "网格长",
    "报账员",
    "两名党员",
    "老党员小组",
    "治保主任",
    "合作社理事长",
    "包片干部",
    "团支部书记",
];
const WHEN: &[&str] = &[
    "每周五",
    "每月5日前",
    "季度末",
    "3月20日前",
    "节前",
    "雨季之前",
    "秋收以后",
    "党员大会当天",
    "晚饭以后",
    "月底",
    "逢集的日子",
    "两周一次",
    "接到电话当天",
    "6月底前",
    "会前三天",
    "半年",
];
const DOES: &[&str] = &[
    "核对",
    "走访",
    "清理",
    "公示",
    "登记",
    "抽查",
    "上门听取",
    "重新丈量",
    "拍照留存",
    "汇总",
    "补写",
    "请人修理",
    "逐户通知",
    "当面讲解",
    "交叉检查",
    "盘点",
    "收齐",
    "整理",
    "张贴",
    "回访",
    "对照检查",
    "开会商量",
    "分头包干",
    "送去",
];
const WHAT: &[&str] = &[
    "会议记录本",
    "困难户的诉求",
    "村口水沟",
    "集体收支账",
    "外出党员名册",
    "路灯和护栏",
    "签到表",
    "合作社分红名单",
    "低保户的房屋",
    "党费收据",
    "土地流转合同",
    "卫生死角",
    "养老服务点",
    "饮水管道",
    "果园防虫记录",
    "远程教育设备",
    "老党员的学习材料",
    "矛盾纠纷台账",
    "公开栏的照片",
    "项目招标文件",
    "农家书屋",
    "防火隔离带",
    "积分兑换清单",
    "茶叶加工厂的租金",
    "文化广场的器材",
    "门前三包责任书",
    "年轻人返乡意向",
    "水库巡查记录",
    "社员代表的意见",
    "学生接送安排",
    "夜间照明",
    "旧祠堂的电线",
];
const SEEN: &[&str] = &[
    "结果贴公开栏",
    "缺的当天补",
    "书记看过签字",
    "照片存平板",
    "下次会上说明",
    "镇里来人抽看",
    "两户以上不同意就重来",
    "汇总表交镇党建办",
    "花费从工作经费列支",
    "没办成的写明原因",
    "党员大会表决",
    "留底一份放党建盒",
    "由群众代表监督",
    "满意的超过九成才算好",
    "和去年的数对一遍",
    "办完打电话问一句",
];
const VAGUE: &[&str] = &[
    "提高认识，加强领导，狠抓落实。",
    "进一步完善机制，强化责任，形成合力。",
    "加大力度，确保取得实效。",
    "持续加强，不断提升。",
];

/// The characters of the names of fields, hamlets and people.
const NAMES: &str =
    "石桥枫林坪溪塘云岭高坑茶竹洋白水黄田滨河锦凤凰新华湖柳沙井墩头埔厝寨坂陈赵吴林张李王建国秀英明芳伟强丽军";

/// A name that other villages seldom have.
fn name(rng: &mut Rng) -> String {
    let all = NAMES.chars().count();
    let mut letter = || NAMES.chars().nth(rng.below(u32::try_from(all).unwrap_or_default()) as usize);
    [letter(), letter()].into_iter().flatten().collect()
}

/// A text of some clauses, of this writer alone.
pub fn own(rng: &mut Rng) -> String {
    let sentences = 3 + rng.below(3);
    let clause = |_| {
        // Plans of one's own name places and people more often than not.
        let name = if rng.below(3) == 0 { String::new() } else { name(rng) };
        let mut one = |list: &[&'static str]| rng.pick(list).copied().unwrap_or_default();
        format!("{}{}{}{name}{}，{}。", one(WHO), one(WHEN), one(DOES), one(WHAT), one(SEEN))
    };
    (0..sentences).map(clause).collect()
}

/// A text that says nothing.
pub fn vague(rng: &mut Rng) -> String {
    rng.pick(VAGUE).copied().unwrap_or_default().to_owned()
}

/// A text that goes round, with a village's name put in, another day, and now and then a clause of one's own.
pub fn copied(rng: &mut Rng, circulating: &[String], village: &str) -> String {
    let text = rng.pick(circulating).cloned().unwrap_or_default();
    let text = text.replace("5日", &format!("{}日", 1 + rng.below(28)));
    let tail = if rng.below(3) == 0 { rng.pick(SEEN).copied().unwrap_or_default() } else { "" };
    format!("{village}：{text}{tail}")
}

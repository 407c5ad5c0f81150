//! Numbers that tell of a person and have no place in a ledger: ID numbers, mobile numbers, bank accounts (domain.md).
//! A guess at what a text looks like; only an ID number whose date and check digit are right is certain enough to refuse.

/// What a number in a text looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum PersonalNumber {
    /// 身份证号: 18 places with a date and the right check digit.
    Identity,
    /// 手机号.
    Mobile,
    /// 银行卡号: 16 to 19 digits with the right check digit.
    Account,
}

/// The personal number that a text seems to hold, the worst of them.
pub fn personal_number(text: &str) -> Option<PersonalNumber> {
    runs(text).iter().filter_map(|run| kind(run)).min()
}

/// The runs of digits (an X among them), as they stand and as they read when spaces and hyphens between groups are
/// left out. Full-width digits are digits.
fn runs(text: &str) -> Vec<Vec<u8>> {
    let (mut plain, mut joined) = (vec![Vec::new()], vec![Vec::new()]);
    let mut gap = false;
    for one in text.chars() {
        if let Some(digit) = narrow(one) {
            push(&mut plain, digit);
            push(&mut joined, digit);
            gap = false;
        } else {
            plain.push(Vec::new());
            // One space or hyphen goes on; anything else, or a second one, ends the run.
            if gap || !matches!(one, ' ' | '-') {
                joined.push(Vec::new());
            }
            gap = true;
        }
    }
    plain.append(&mut joined);
    plain
}

fn push(runs: &mut [Vec<u8>], digit: u8) {
    if let Some(run) = runs.last_mut() {
        run.push(digit);
    }
}

/// The value of a digit; an X is ten.
fn narrow(one: char) -> Option<u8> {
    match one {
        'X' | 'x' | 'Ｘ' | 'ｘ' => Some(10),
        '０'..='９' => u8::try_from(u32::from(one) - u32::from('０')).ok(),
        _ => one.to_digit(10).and_then(|digit| u8::try_from(digit).ok()),
    }
}

fn kind(run: &[u8]) -> Option<PersonalNumber> {
    if is_identity(run) {
        return Some(PersonalNumber::Identity);
    }
    if run.contains(&10) {
        return None;
    }
    let mobile = run.strip_prefix(&[8, 6]).filter(|rest| rest.len() == 11).unwrap_or(run);
    match mobile {
        [1, second, ..] if mobile.len() == 11 && *second >= 3 => Some(PersonalNumber::Mobile),
        _ if (16..=19).contains(&run.len()) && has_check_digit(run) => Some(PersonalNumber::Account),
        _ => None,
    }
}

/// GB 11643: place, date of birth, sequence and a check digit by ISO 7064 MOD 11-2.
fn is_identity(run: &[u8]) -> bool {
    const WEIGHTS: [u32; 18] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
    let Some((_, places)) = run.split_last().filter(|_| run.len() == WEIGHTS.len()) else { return false };
    if places.contains(&10) || run.first() == Some(&0) {
        return false;
    }
    let number = |from: usize, count: usize| {
        run.iter().skip(from).take(count).fold(0_u32, |sum, digit| sum * 10 + u32::from(*digit))
    };
    let date = (number(6, 4), number(10, 2), number(12, 2));
    let is_date = (1900..2100).contains(&date.0) && (1..=12).contains(&date.1) && (1..=31).contains(&date.2);
    let sum: u32 = run.iter().zip(WEIGHTS).map(|(digit, weight)| u32::from(*digit) * weight).sum();
    is_date && sum % 11 == 1
}

/// Luhn.
fn has_check_digit(run: &[u8]) -> bool {
    let each = run.iter().rev().enumerate().map(|(place, digit)| {
        let digit = u32::from(*digit) * if place % 2 == 1 { 2 } else { 1 };
        if digit > 9 { digit - 9 } else { digit }
    });
    each.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_tells_of_a_person_is_known_however_it_is_written() {
        // The example of the standard itself.
        for text in [
            "11010519491231002X",
            "身份证：11010519491231002x。",
            "１１０１０５１９４９１２３１００２Ｘ",
            "110105 19491231 002X",
            "3户，110105-19491231-002X",
        ] {
            assert_eq!(personal_number(text), Some(PersonalNumber::Identity), "{text}");
        }
        for text in ["13800138000", "电话 138-0013-8000", "+8613800138000"] {
            assert_eq!(personal_number(text), Some(PersonalNumber::Mobile), "{text}");
        }
        assert_eq!(personal_number("卡号4242 4242 4242 4242"), Some(PersonalNumber::Account));
        assert_eq!(personal_number("打 13800138000，证 11010519491231002X"), Some(PersonalNumber::Identity));
    }

    #[test]
    fn what_belongs_into_a_ledger_is_left_alone() {
        for text in [
            "",
            "收入1250.50元，2026-03-05，共3户",
            "110105194912310021",
            "11010519491331002X",
            "文件字号〔2026〕12号",
            "统一社会信用代码 91350100M000100Y43",
            "23800138000",
            "12800138000",
            "2026-11-30 2026-12-01",
            "XXXXXXXXXXXXXXXXXX",
        ] {
            assert_eq!(personal_number(text), None, "{text}");
        }
        assert_eq!(personal_number("4242424242424241"), None, "no check digit");
    }
}

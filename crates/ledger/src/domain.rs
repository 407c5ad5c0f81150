//! 领域: the fields of work. Which there are is data of the taskbook; code names a few of those that it has at first.

use std::{borrow::Cow, fmt};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// The most bytes of a field of work's name in code.
pub const DOMAIN_MAX: usize = 16;

/// The most characters of a field of work's Chinese name: it heads a column.
pub const DOMAIN_NAME_MAX: usize = 20;

/// A field of work (领域), by its name in code: 1 to [`DOMAIN_MAX`] of `a-z`, `0-9` and `_`.
///
/// It stands as that word in documents, extracts and boards. Its order is that of the words; in which order people see
/// fields of work the taskbook says ([`Ledger::domains`](crate::Ledger::domains)).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Domain([u8; DOMAIN_MAX]);

impl Domain {
    /// 农村.
    pub const RURAL: Self = Self::constant("rural");
    /// 城市社区街道.
    pub const URBAN: Self = Self::constant("urban");
    /// 机关.
    pub const ORGAN: Self = Self::constant("organ");
    /// 国有企业.
    pub const SOE: Self = Self::constant("soe");
    /// 中小学校.
    pub const SCHOOL: Self = Self::constant("school");
    /// 公立医院.
    pub const HOSPITAL: Self = Self::constant("hospital");
    /// 两新组织.
    pub const TWO_NEW: Self = Self::constant("two_new");
    /// 队伍.
    pub const CADRE: Self = Self::constant("cadre");
    /// 示范点.
    pub const DEMO: Self = Self::constant("demo");
    /// 四个责任.
    pub const RESPONSIBILITY: Self = Self::constant("responsibility");
    /// 合力保障.
    pub const SUPPORT: Self = Self::constant("support");

    /// Those of the county meeting, in its order: a taskbook that defines none has these.
    pub const DEFAULTS: [Self; 11] = [
        Self::RURAL,
        Self::URBAN,
        Self::ORGAN,
        Self::SOE,
        Self::SCHOOL,
        Self::HOSPITAL,
        Self::TWO_NEW,
        Self::CADRE,
        Self::DEMO,
        Self::RESPONSIBILITY,
        Self::SUPPORT,
    ];

    /// The bytes of a word one behind the other, then zeros.
    const fn constant(word: &str) -> Self {
        let mut rest = word.as_bytes();
        let mut packed: u128 = 0;
        let mut free = DOMAIN_MAX;
        while let [byte, tail @ ..] = rest {
            packed = (packed << 8) | *byte as u128;
            free -= 1;
            rest = tail;
        }
        while free > 0 {
            packed <<= 8;
            free -= 1;
        }
        Self(packed.to_be_bytes())
    }

    /// The field of work of that name in code; `None` for what is no such name.
    pub fn from_word(word: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let is_word = (1..=DOMAIN_MAX).contains(&word.len()) && word.bytes().all(fits);
        is_word.then(|| Self::constant(word))
    }

    /// Its name in code.
    pub fn word(&self) -> &str {
        let end = self.0.iter().position(|byte| *byte == 0).unwrap_or(DOMAIN_MAX);
        self.0.get(..end).and_then(|word| std::str::from_utf8(word).ok()).unwrap_or_default()
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Debug for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl Serialize for Domain {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

impl<'de> Deserialize<'de> for Domain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let word = Cow::<str>::deserialize(deserializer)?;
        Self::from_word(&word).ok_or_else(|| D::Error::custom("no name of a field of work"))
    }
}

/// What the taskbook says of a field of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DomainName {
    /// Which.
    pub id: Domain,
    /// Its Chinese name.
    pub name: String,
    /// Its place among the others; those of one place stand in the order of their names in code.
    pub order: i64,
    /// Whether the county has withdrawn it (停用): no work item comes into it; what there is of it goes on.
    pub retired: bool,
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn words_are_kept_as_they_are() {
        for word in ["rural", "a", "two_new", "0123456789abcdef", "5g"] {
            let domain = Domain::from_word(word).unwrap();
            assert_eq!((domain.word(), domain.to_string()), (word, word.to_owned()));
        }
        assert_eq!(Domain::from_word("responsibility"), Some(Domain::RESPONSIBILITY));
        for none in ["", "Rural", "two-new", "农村", "rural ", "a\0", "0123456789abcdefg"] {
            assert_eq!(Domain::from_word(none), None, "{none:?}");
        }
    }

    #[test]
    fn their_order_is_that_of_the_words() {
        let mut all = Domain::DEFAULTS;
        all.sort_unstable();
        let words: Vec<String> = all.iter().map(ToString::to_string).collect();
        assert!(words.is_sorted(), "{words:?}");
    }

    #[test]
    fn it_is_written_as_its_word_also_as_a_key() {
        let cells = BTreeMap::from([(Domain::TWO_NEW, 1), (Domain::RURAL, 2)]);
        let text = serde_json::to_string(&cells).unwrap();
        assert_eq!(text, r#"{"rural":2,"two_new":1}"#);
        assert_eq!(serde_json::from_str::<BTreeMap<Domain, i32>>(&text).unwrap(), cells);
        assert!(serde_json::from_str::<Domain>("\"No\"").is_err());
    }
}

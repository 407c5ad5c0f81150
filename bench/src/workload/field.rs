//! The fields of a task and how their values are drawn.

use serde::{Deserialize, Serialize};

use super::{rng::Rng, vocabulary::vocabulary};

macro_rules! fields {
    ($($variant:ident = $word:literal),+ $(,)?) => {
        /// A field of a task, in the order of the state hash.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Field { $(#[doc = concat!("`", $word, "`")] $variant),+ }

        impl Field {
            /// Every field in the order of the state hash.
            pub const ALL: [Self; 12] = [$(Self::$variant),+];

            /// Its name in documents.
            pub const fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The field with a name.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

fields! {
    Id = "id",
    Title = "title",
    Domain = "domain",
    Owner = "owner",
    Due = "due",
    Status = "status",
    Progress = "progress",
    Note = "note",
    UpdatedAt = "updated_at",
    UpdatedBy = "updated_by",
    Target = "target",
    Actual = "actual",
}

impl Field {
    /// The fields that edits draw from, in their order.
    pub const EDITED: [Self; 9] = [
        Self::Owner,
        Self::Due,
        Self::Status,
        Self::Progress,
        Self::Note,
        Self::UpdatedAt,
        Self::UpdatedBy,
        Self::Target,
        Self::Actual,
    ];

    /// Draws a value, the same way at creation and in an edit.
    pub fn draw(self, rng: &mut Rng) -> Value {
        let words = vocabulary();
        let pick = |rng: &mut Rng, list: &[String]| Value::Text(rng.pick(list).cloned().unwrap_or_default());
        let number = |number: u32| Value::Number(i64::from(number));
        match self {
            Self::Id => Value::Text(String::new()),
            Self::Title => Value::Text(han(rng, 12)),
            Self::Domain => pick(rng, &words.domain),
            Self::Owner => pick(rng, &words.post),
            Self::Due => {
                let month = 1 + rng.below(12);
                Value::Text(format!("2026-{month:02}-{:02}", 1 + rng.below(28)))
            }
            Self::Status => pick(rng, &words.status),
            Self::Progress => number(rng.below(101)),
            Self::Note => Value::Text(han(rng, 30)),
            Self::UpdatedAt => number(1_767_225_600 + 60 * rng.below(525_600)),
            Self::UpdatedBy => pick(rng, &words.author),
            Self::Target | Self::Actual => number(rng.below(10_000)),
        }
    }
}

/// `count` Chinese characters.
pub fn han(rng: &mut Rng, count: usize) -> String {
    let letters = &vocabulary().letters;
    (0..count).filter_map(|_| rng.pick(letters).copied()).collect()
}

/// What stands in a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Words: a register, not collaborative text.
    Text(String),
    /// A whole number.
    Number(i64),
}

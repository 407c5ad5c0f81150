//! Settings of this device, kept by gloo-storage: nothing of the ledger is among them.

use gloo_storage::{LocalStorage, Storage as _};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::platform::page;

const KEY: &str = "taizhang.settings";

/// How large the type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TypeSize {
    /// 18 px.
    #[default]
    Normal,
    /// 长辈版: 24 px, with larger targets.
    Elder,
    /// 长辈版, 30 px.
    Largest,
}

impl TypeSize {
    /// Every size, smallest first.
    pub const ALL: [Self; 3] = [Self::Normal, Self::Elder, Self::Largest];

    const fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Elder => "elder",
            Self::Largest => "largest",
        }
    }
}

#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
#[serde(default)]
struct Stored {
    type_size: TypeSize,
    asked_to_keep: bool,
}

/// The settings of this device.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// How large the type is.
    pub type_size: RwSignal<TypeSize>,
    /// Whether the browser was asked to keep what is stored.
    pub asked_to_keep: RwSignal<bool>,
}

impl Settings {
    /// Reads the settings, and writes them whenever they change. Where the browser keeps nothing they last as long
    /// as the page.
    pub fn load() -> Self {
        let stored: Stored = LocalStorage::get(KEY).unwrap_or_default();
        let settings =
            Self { type_size: RwSignal::new(stored.type_size), asked_to_keep: RwSignal::new(stored.asked_to_keep) };
        Effect::new(move || {
            let type_size = settings.type_size.get();
            page::set_root_attribute("data-size", type_size.word());
            let asked_to_keep = settings.asked_to_keep.get();
            // A browser that keeps nothing is no reason to stop working.
            let _ = LocalStorage::set(KEY, Stored { type_size, asked_to_keep });
        });
        settings
    }
}
